"""The rules of a channel as a command leaves them: what was typed, put to its subscription."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz, process

from bot.commands import naming
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.rule_names import Setting
from bot.commands.vocabulary import NEAR, fold
from bot.compose.rows import company_name
from bot.compose.rules_words import Ruling
from bot.config.whom import is_id
from storage import pacing, rules
from storage.channels import Subscription, Updates
from storage.records import Certainty, Kind

CALLS_MAX: Final = 20
ALL: Final = "all"
OFF: Final = "off"
Suggest = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is set: each rule as `bot.commands.rules` writes it, and what needed looking up."""

    settings: Mapping[Setting, str]
    companies: tuple[str, ...] = ()  # ids of companies and groups; none: all
    calls: tuple[str, ...] = ()  # each as `recall=user:U1`, or `recall=off`


def followed(call: Call, typed: str | None, suggest: Suggest) -> tuple[str, ...]:
    """The ids of the companies and groups that are named; none: all of them.

    Raises `CommandError` with the nearest names, as `suggest` puts them into the command.
    """
    if typed is None or typed == ALL:
        return ()
    names, found = typed.split(","), list[str]()
    for place, name in enumerate(names):
        group = call.catalogue.find_group(name)
        company = call.catalogue.find(name)
        several, unknown = naming.companies(name.split(), call.catalogue)
        if group is None and company is None and several and not unknown:  # "nio xpeng"
            found += [each.id for each in several]
            continue
        if group is None and company is None:
            near = _near(call, name)
            lines = (suggest(",".join((*names[:place], n, *names[place + 1 :]))) for n in near)
            groups = ", ".join(each.names[0] for each in call.catalogue.groups.values())
            known = () if near else (said(Ruling.GROUPS_ARE, names=groups),)
            wrong = said(Ruling.UNKNOWN_GROUP, word=name)
            raise CommandError(wrong, *known, suggestions=tuple(lines))
        found.append(company.id if company else group.id if group else "")
    return tuple(dict.fromkeys(found))


def checked_calls(platform: str, typed: str | None) -> tuple[str, ...]:
    """The calls that are named, of ids that this platform gives; raises `CommandError`."""
    if typed is None or typed == OFF:
        return ()
    calls = tuple(typed.split(","))
    for each in calls:
        _, _, who = each.partition("=")
        sort, _, id_ = who.partition(":")
        if who != OFF and not is_id(platform, sort, id_):
            raise CommandError(said(Ruling.UNKNOWN_MENTION, word=id_))
    return calls


def ruled(before: Subscription, edit: Edit) -> Subscription:
    """The subscription with what is set; everything else as it was."""
    after = before
    for setting, value in edit.settings.items():
        after = _set(after, setting, value, edit)
    if len(after.calls) > CALLS_MAX:
        raise CommandError(said(Ruling.TOO_MANY_CALLS, n=CALLS_MAX))
    return after


def _set(rules_: Subscription, setting: Setting, value: str, edit: Edit) -> Subscription:  # noqa: PLR0911 - one arm for each rule
    match setting:
        case "companies":
            return replace(rules_, companies=edit.companies)
        case "kinds":
            return replace(rules_, kinds=() if value == ALL else _kinds(value))
        case "certainty":
            return replace(rules_, floor=Certainty(value))
        case "language":
            return replace(rules_, language=value)
        case "news":
            return replace(rules_, news=() if value == ALL else tuple(value.split(",")))
        case "updates":
            return replace(rules_, updates=Updates(value))
        case "promises":
            return replace(rules_, promises=value == "on")
        case "mention":
            return replace(rules_, calls=_calls(rules_.calls, edit.calls))
        case _:
            return replace(rules_, pace=_paced(rules_.pace, setting, value))


def _paced(pace: rules.Pace, setting: Setting, value: str) -> rules.Pace:
    match setting:
        case "digest":
            return replace(pace, digest=None if value == OFF else pacing.digest(value))
        case "quiet":
            return replace(pace, quiet=None if value == OFF else pacing.quiet(value))
        case "zone":
            return replace(pace, zone=pacing.zone(value))
        case "bypass":
            return replace(pace, bypass=() if value == OFF else _kinds(value))
        case _:
            return replace(pace, cap=None if value == OFF else pacing.cap(value))


def _calls(before: Sequence[rules.Call], typed: Sequence[str]) -> tuple[rules.Call, ...]:
    """Who is called now: of each kind that is named, those that are; nobody where none is."""
    if not typed:
        return ()
    kinds = {each.partition("=")[0] for each in typed}
    kept = [call for call in before if (call.kind.value if call.kind else ALL) not in kinds]
    new = [pacing.call(each) for each in typed if not each.endswith(f"={OFF}")]
    return tuple(dict.fromkeys((*kept, *new)))


def _kinds(value: str) -> tuple[Kind, ...]:
    return tuple(Kind(kind) for kind in value.split(","))


def _near(call: Call, name: str) -> list[str]:
    """The companies and groups whose names look most like this one, best first."""
    groups = {
        fold(word): each.names[0] for each in call.catalogue.groups.values() for word in each.names
    }
    hits = process.extract(fold(name), list(groups), scorer=fuzz.ratio, score_cutoff=NEAR, limit=2)
    companies = [company_name(each, call.language) for each in call.catalogue.nearest(name)]
    return list(dict.fromkeys((*(groups[word] for word, _, _ in hits), *companies)))[:3]
