"""`channel`: what this channel gets, and when; shown in a glance, changed a rule at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.document import Document
from adapters.forms import Option
from bot.catalogue import load
from bot.commands import blanks, naming, rules
from bot.commands.call import Call
from bot.commands.errors import CommandError, WrongWord, said
from bot.commands.rule_names import FLOORS, LANGUAGES, ORDER, SETTINGS, Setting
from bot.commands.ruling import OFF, Edit, Suggest, checked_calls, followed, ruled
from bot.commands.tokens import Token, phrase_of
from bot.commands.verb import AnyVerb, Command, Page, Verb, names
from bot.commands.vocabulary import lookup, nearest
from bot.compose import desk, evidence
from bot.compose.rules import State
from bot.compose.rules import rules as shown
from bot.compose.rules_words import Ruling
from bot.compose.wording import Phrase
from storage.channels import Subscription, Updates
from storage.pacing import pace_text
from storage.records import digest
from storage.sources import Role

RESET: Final = frozenset({"reset", "default", "defaults", "standard", "重置", "恢复默认", "默认"})
SHOW: Final = frozenset({"show", "rules", "settings", "查看", "设置"})
NEAR_MAX: Final = 3
# What an id may begin with, where its value stands behind a rule's own colon.
WHO: Final = frozenset({"user", "person", "group", "role", "team"})

PAGE: Final = Page(
    form="/evwatch channel [RULE:VALUE …] or reset",
    short=("what this channel gets, and when", "本频道接收什么、何时接收"),
    long=(
        (
            (
                "Without words it shows the rules. companies: names or groups (china, batteries); "
                "kinds: or all; certainty: official, reported, rumoured; language: en, zh; "
                "news: the languages of news; updates: thread, edit, none; promises: on or off, "
                "for overdue plans."
            ),
            (
                "不带参数则显示设置。companies: 公司或分组（中国、电池）；kinds: 类型或 all；"
                "certainty: official、reported、rumoured；language: en、zh；news: 新闻语言；"
                "updates: thread、edit、none；promises: on、off（逾期计划）。"
            ),
        ),
        (
            (
                "digest: off, hourly, daily@09:00, weekly@mon@09:00; quiet: 22:00-07:00 or off; "
                "zone: Europe/Berlin; bypass: kinds that come at any hour; cap: 10/h or off; "
                "mention: recall=@who or off. What is held comes as one message, and nothing is "
                "lost."
            ),
            (
                "digest: off、hourly、daily@09:00、weekly@mon@09:00；quiet: 22:00-07:00 或 off；"
                "zone: Asia/Shanghai；bypass: 随时发送的类型；cap: 10/h 或 off；"
                "mention: recall=@某人 或 off。暂存的消息会合并为一条，不会丢失。"
            ),
        ),
    ),
    examples=(
        ("/evwatch channel digest:daily@09:00", ("one message a day", "每天一条")),
        (
            "/evwatch channel quiet:22:00-07:00 zone:Asia/Shanghai bypass:recall",
            ("quiet at night, but for recalls", "夜间免打扰，召回除外"),
        ),
        ("/evwatch channel reset", ("as a new channel", "恢复默认")),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Command):
    """Show the rules of this channel, or change those that are set, each as `rules` writes it."""

    settings: tuple[tuple[Setting, str], ...] = ()
    reset: bool = False


def _parse(words: Sequence[Token]) -> Channel:
    """The rules in the order in which they are written; the last word on one counts."""
    if not words or (len(words) == 1 and words[0].text.casefold() in SHOW and not words[0].key):
        return Channel()
    if len(words) == 1 and words[0].text.casefold() in RESET and not words[0].key:
        return Channel(reset=True)
    found: dict[Setting, str] = {}
    for setting, value in _pieces(words):
        text = phrase_of(value)
        if not text:
            example = f"/evwatch channel {EXAMPLES[setting]}"
            hint = said(Phrase.TYPE_THIS, example=example)
            raise CommandError(said(Ruling.NO_VALUE, word=setting), hint)
        read = rules.read(setting, text)
        found[setting] = _both(found.get(setting), read) if setting == "mention" else read
    return Channel(settings=tuple((name, found[name]) for name in ORDER if name in found))


def _both(before: str | None, more: str) -> str:
    """Who is called, where `mention:` is written twice: those of both, each once."""
    if not before or OFF in {before, more}:
        return more
    return ",".join(dict.fromkeys([*before.split(","), *more.split(",")]))


def _pieces(words: Sequence[Token]) -> list[tuple[Setting, list[Token]]]:
    """Each rule with the words of its value, its name before a colon or as a word of its own.

    Words before the first name are the value of the one rule that they can be of.
    """
    found: list[tuple[Setting, list[Token]]] = []
    nameless: list[Token] = []
    for word in map(_keyed, words):
        named = _named(word, found[-1] if found else None)
        if named:
            found.append(
                (named, [Token(word.text, quoted=word.quoted)] * bool(word.key and word.text))
            )
        else:
            whole = Token(f"{word.key}:{word.text}" if word.key else word.text)
            (found[-1][1] if found else nameless).append(whole)
    if nameless:
        text = phrase_of(nameless)
        guessed = rules.guess(text) or _followed(text)
        if guessed is None:
            raise _unknown(text, rules.near(text))
        found.insert(0, (guessed[0], [Token(guessed[1])]))
    return found


def _followed(text: str) -> tuple[Setting, str] | None:
    """The names as those of what the channel follows, if that is what they are."""
    catalogue = load()
    for words in rules.COMMAS.split(text):
        known, others = naming.companies(words.split(), catalogue)
        if catalogue.find_group(words) is None and (others or not known):
            return None
    return "companies", rules.read("companies", text)


def _keyed(word: Token) -> Token:
    """A word such as `digest=hourly` as a rule and its value."""
    name, equals, value = word.text.partition("=")
    if word.key or word.quoted or not equals or not lookup(SETTINGS, name):
        return word
    return Token(value, key=name)


def _named(word: Token, last: tuple[Setting, list[Token]] | None) -> Setting | None:
    """The rule that a word names; None: it is part of a value."""
    if word.key:
        if last and last[0] == "mention" and word.key.casefold() in WHO:
            return None
        named = lookup(SETTINGS, word.key)
        if named is None:
            raise _unknown(word.key)
        return named
    if word.quoted or (last and not last[1]):
        return None
    return lookup(SETTINGS, word.text)


def _unknown(word: str, values: Sequence[str] = ()) -> CommandError:
    near = (*map(str, nearest(SETTINGS, word)), *values)[:NEAR_MAX]
    known = () if near else (said(Phrase.THESE_ARE, names=names(ORDER)),)
    return WrongWord(said(Ruling.UNKNOWN_SETTING, word=word), *known, word=word, near=near)


def _line(command: Channel) -> str:
    if command.reset:
        return "/evwatch channel reset"
    shown_ = ((name, f'"{v}"' if " " in v else v) for name, v in command.settings)
    words = (f"{name}:{value}" for name, value in shown_)
    return " ".join(("/evwatch channel", *words))


async def channel(call: Call, command: Channel) -> Document:
    """Show the rules of this channel, or change some of them."""
    before = await call.store.watchlist.subscription(call.channel)
    if not (command.settings or command.reset):
        return await _shown(call, before)
    settings = dict(command.settings)
    edit = Edit(
        settings=settings,
        companies=followed(call, settings.get("companies"), _line_of(command)),
        calls=checked_calls(call.channel.platform, settings.get("mention")),
    )

    def rule(known: Subscription | None) -> Subscription:
        if known and known.managed:
            raise CommandError(said(Ruling.MANAGED))
        fresh = Subscription(
            id=digest(str(call.channel)), channel=call.channel, language=call.language
        )
        if command.reset:
            return fresh
        return ruled(known or fresh, edit)

    async with call.change() as change:
        after = await call.store.watchlist.rule(call.channel, rule, audit=change)
    head = Ruling.RESET if command.reset else Ruling.SAME if after == before else Ruling.SAVED
    return await _shown(call, after, head)


async def _shown(call: Call, rules_: Subscription | None, head: Ruling | None = None) -> Document:
    silences = await call.store.responses.silences(call.channel, now=call.now)
    # What was held by another pace is decided anew in a moment.
    by = pace_text(rules_.pace) if rules_ else ""
    held = await call.store.holding.held(call.channel)
    waits = [each for each, held_by in held if held_by == by]
    times = [each.not_before for each in waits if each.not_before]
    state = State(
        subscription=rules_,
        muted=[evidence.silence_name(each, call.catalogue, call.language) for each in silences],
        held=len({each.story for each in waits}),
        until=min(times, default=None),
        head=head.say(call.language) if head else "",
    )
    document = shown(
        state,
        catalogue=call.catalogue,
        now=call.now,
        language=call.language,
        may_edit=call.role.allows(Role.EDITOR),
    )
    silent = await call.store.hushes.until(call.workspace, call.now)
    return desk.with_silence(document, silent, await call.zone(), call.language)


def _line_of(command: Channel) -> Suggest:
    """What suggests the same rules with other companies."""

    def suggest(companies: str) -> str:
        others = tuple((n, companies if n == "companies" else v) for n, v in command.settings)
        return _line(replace(command, settings=others))

    return suggest


EXAMPLES: Final[Mapping[Setting, str]] = {
    "companies": "companies:china,byd",
    "kinds": "kinds:launch,recall",
    "certainty": "certainty:official",
    "language": "language:en",
    "news": "news:en,zh",
    "updates": "updates:edit",
    "promises": "promises:on",
    "digest": "digest:daily@09:00",
    "quiet": "quiet:22:00-07:00",
    "zone": "zone:Europe/Berlin",
    "bypass": "bypass:recall",
    "cap": "cap:10/h",
    "mention": "mention:recall=@who",
}
DESCRIPTIONS: Final[Mapping[Setting, tuple[str, str]]] = {
    "companies": ("Companies or groups, with commas; or all", "公司或分组，用逗号分隔；或 all"),
    "kinds": ("Kinds of milestones, with commas; or all", "类型，用逗号分隔；或 all"),
    "certainty": ("The least certain that is told", "最低确定性"),
    "language": ("Language of the alerts", "消息语言"),
    "news": ("Languages of news: en, zh or all", "新闻语言：en、zh 或 all"),
    "updates": ("How a story that grew is told", "更新方式"),
    "promises": ("Hear of plans whose time has passed", "提醒逾期计划"),
    "digest": ("off, hourly, daily@09:00, weekly@mon@09:00", "off、hourly、daily@09:00 等"),
    "quiet": ("No messages in these hours: 22:00-07:00, or off", "免打扰时段：22:00-07:00，或 off"),
    "zone": ("Time zone: Europe/Berlin, or a large city", "时区：Asia/Shanghai，或大城市"),
    "bypass": ("Kinds that come at any hour; or off", "随时发送的类型；或 off"),
    "cap": ("More come as one message: 10/h, or off", "超过则合并：10/h，或 off"),
    "mention": ("Whom to call for what: recall=@who, or off", "为何提及谁：recall=@某人，或 off"),
}  # fmt: skip
CHOICES: Final = {
    "certainty": blanks.choices((str(n), (str(n), o[-1])) for n, o in FLOORS.items()),
    "language": blanks.choices((n, (o[0], o[1])) for n, o in LANGUAGES.items()),
    "updates": blanks.choices((str(n), (str(n), str(n))) for n in Updates),
    "promises": blanks.choices((n, (n, n)) for n in ("on", "off")),
}
OPTIONS: Final = (
    Option(
        name="reset",
        description="Back to what a new channel gets",
        description_zh="恢复默认设置",
        choices=(blanks.choice(("reset", "重置"), "reset"),),
    ),
    *(
        Option(
            name=name,
            description=DESCRIPTIONS[name][0],
            description_zh=DESCRIPTIONS[name][1],
            keyed=True,
            choices=CHOICES.get(name, ()),
        )
        for name in ORDER
    ),
)
VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="channel",
        others=("rules", "rule", "channels", "settings", "频道", "频道设置"),
        page=PAGE,
        options=OPTIONS,
        commands=(Channel,),
        parse=_parse,
        render=_line,
        run=channel,
        needs=lambda command: Role.EDITOR if command.settings or command.reset else Role.VIEWER,
    ),
)
