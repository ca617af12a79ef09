"""`edit`: what this place calls a source, whom it is about, and how often it wants it visited."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from adapters.document import Code, Document, Fact, Facts, Part, Run
from adapters.forms import Option
from bot.commands import blanks, own_fields
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.own_fields import FIELDS, Field, Fields, told
from bot.commands.parsing import quoted, target
from bot.commands.place import harmless, told_as, watch_name, watch_named
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.compose import answers
from bot.compose.addresses import shown, title
from bot.compose.editing_words import LABELS, Editing
from bot.compose.figures import rhythm
from bot.compose.rows import dotted, name_of
from bot.compose.wording import Phrase, pick
from bot.exchange.lists.entries import every_of
from bot.sources.making import spoken
from storage.sources import OwnSettings, Role, Source, Watch

NOTHING: Final = "–"
UNDERSTOOD: Final = frozenset({"en", "zh"})
IN_FILE: Final = {"lang": "language"}  # what a field is called there, where that is another word

PAGE: Final = Page(
    form="/evwatch edit SOURCE [title:…] [every:…] [company:…] [lang:…]",
    short=("name a source, set how often it is visited", "修改来源的名称与访问频率等"),
    long=(
        (
            (
                "title: what it is called here; every: how often it is visited, 5m to 7d; "
                "company: whom it is about; lang: the language of what does not tell its own. "
                "auto, or nothing behind the sign: as it was by itself. Without fields it "
                "shows them."
            ),
            (
                "title: 此处的名称；every: 访问频率，5m 至 7d；company: 所属公司；lang: 未注明时的"
                "语言。写 auto 或留空则恢复原状。不带参数则显示设置。"
            ),
        ),
        (
            (
                "Only this workspace sees it so. A source that several watch is visited as often "
                "as the one who wants it most often says, and read with another company or "
                "language only where all of them set the same."
            ),
            (
                "仅本工作区如此显示。多个工作区关注同一来源时，按其中最频繁的要求访问，"
                "只有各方设定相同时，才按所设的公司和语言读取。"
            ),
        ),
    ),
    examples=(
        ('/evwatch edit example.org title:"EV News" every:30m', ("two settings", "改两项")),
        ("/evwatch edit example.org company:nio lang:en", ("what it is about", "所属公司与语言")),
        ("/evwatch edit example.org every:auto", ("its own rhythm again", "恢复自动频率")),
        ("/evwatch edit example.org", ("how it is set", "查看设置")),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(Command):
    """Set fields of a source, each as `own_fields` writes it; none: show them."""

    name: str
    fields: Fields = ()


def _parse(words: Sequence[Token]) -> Edit:
    named, fields = own_fields.split(words)
    return Edit(name=target(named, Phrase.MISSING_NAME, PAGE.example), fields=fields)


def _line(command: Edit) -> str:
    return f"/evwatch edit {quoted(command.name)}{own_fields.line(command.fields)}"


def _kept(command: Edit) -> Edit:
    fields = tuple((field, harmless(value)) for field, value in command.fields)
    return replace(command, name=harmless(command.name), fields=fields)


async def edit(call: Call, command: Edit) -> Document:
    """Set what was asked for, or show what is set."""
    rest = own_fields.line(command.fields)
    watch = await watch_named(call, command.name, "edit", rest=rest, is_source=True)
    if watch.source is None:
        raise await _is_company(call, watch, command)
    if not command.fields:
        return _shown(call, watch, watch.source)
    if watch.managed:
        raise _is_managed(watch.source, command)
    wanted = _resolved(call, command)
    call = told_as(call, watch, lambda name: _line(_kept(replace(command, name=name))))
    async with call.change() as change:
        if await call.store.watchlist.edit_source(
            watch.source.id, partial(_with, fields=wanted), audit=change
        ):
            before, now = _moved(watch, wanted)
            change.note(before=_typed(before), after=_typed(now))
    after = await _again(call, watch)
    if after.own == watch.own:
        return _shown(call, after, watch.source, Editing.SAME)
    return _told(call, watch, after)


def _resolved(call: Call, command: Edit) -> Fields:
    """The fields with companies by their ids; no source takes the name of one."""
    title_ = dict(command.fields).get("title", "")
    if title_ and call.catalogue.find(title_):
        raise CommandError(said(Editing.IS_A_COMPANY, word=title_))

    def suggest(name: str) -> str:
        others = ((f, name if f == "company" else v) for f, v in command.fields)
        return _line(replace(command, fields=tuple(others)))

    return tuple(
        (field, call.company(value, suggest).id if field == "company" and value else value)
        for field, value in command.fields
    )


def _moved(watch: Watch, fields: Fields) -> tuple[Fields, Fields]:
    """Those of the fields that change, as they were and as they are to be, for the log.

    They were as the source is, where the workspace had set nothing.
    """
    source = watch.source
    if source is None:
        return (), ()
    were: dict[Field, str] = {
        "title": title(source),
        "every": told(watch.own, "every"),
        "company": source.company or "",
        "lang": source.language or "",
    }
    now = tuple(
        (field, value)
        for field, value in fields
        if value != (were[field] if value else told(watch.own, field))
    )
    return tuple((field, were[field]) for field, _ in now), now


def _typed(fields: Fields) -> str:
    return own_fields.line(tuple((field, harmless(value)) for field, value in fields)).strip()


def _with(settings: OwnSettings, fields: Fields) -> OwnSettings:
    """The settings with these fields; an empty one is none of its own."""
    for field, value in fields:
        match field:
            case "every":
                settings = replace(settings, every=every_of(value) if value else None)
            case "lang":
                settings = replace(settings, language=value or None)
            case "title":
                settings = replace(settings, title=value or None)
            case "company":
                settings = replace(settings, company=value or None)
    return settings


async def _again(call: Call, watch: Watch) -> Watch:
    """The same row of the watchlist as it is now."""
    watches = await call.store.watchlist.watches(call.workspace)
    return next((each for each in watches if _is_same(each, watch)), watch)


def _is_same(watch: Watch, other: Watch) -> bool:
    return bool(watch.source and other.source and watch.source.id == other.source.id)


async def _is_company(call: Call, watch: Watch, command: Edit) -> CommandError:
    """That only sources are edited, with those that are about the company."""
    watches = await call.store.watchlist.watches(call.workspace)
    about = [each.source for each in watches if each.source]
    near = [each for each in about if each.company == watch.company][:3]
    rest = own_fields.line(command.fields)
    name = watch_name(watch, call.catalogue, call.language)
    return CommandError(
        said(Editing.IS_COMPANY, name=name),
        suggestions=tuple(f'/evwatch edit "{title(each)}"{rest}' for each in near),
    )


def _is_managed(source: Source, command: Edit) -> CommandError:
    fields = ", ".join(IN_FILE.get(field, field) for field, _ in command.fields)
    address = shown(spoken(source.kind, source.url, source.settings))
    return CommandError(said(Editing.MANAGED, name=title(source), fields=fields, address=address))


def _told(call: Call, before: Watch, after: Watch) -> Document:
    """What it was and what it is."""
    language = call.language
    changed = [field for field in FIELDS if told(before.own, field) != told(after.own, field)]
    rows = [
        Fact(
            label=pick(LABELS[field], language),
            detail=(
                Run(f"{_value(call, before, field)} → ", faint=True),
                Run(_value(call, after, field), bold=True),
            ),
        )
        for field in changed
    ]
    notes = [Editing.VISITED.say(language)] if "every" in changed and after.own.every else []
    notes += [Editing.ONLY_HERE.say(language)] if "title" in changed and after.own.title else []
    if "lang" in changed and (after.own.language or "en") not in UNDERSTOOD:
        notes.append(Editing.NOT_UNDERSTOOD.say(language))
    name = watch_name(after, call.catalogue, language)
    faint = [answers.text(each, faint=True) for each in notes]
    return answers.note(Editing.CHANGED.say(language, name=name), more=[Facts(tuple(rows)), *faint])


def _shown(call: Call, watch: Watch, source: Source, head: Editing = Editing.SETTINGS) -> Document:
    """How a source is set, and what can be typed."""
    language = call.language
    rows = []
    for field in FIELDS:
        runs = [Run(_value(call, watch, field))]
        if told(watch.own, field):
            own = Editing.KNOWN_AS if field == "title" else Editing.OWN
            runs.append(Run(own.say(language, name=watch.known_as), faint=True))
        rows.append(Fact(label=pick(LABELS[field], language), detail=dotted(runs)))
    more: list[Part] = [Facts(tuple(rows))]
    if watch.managed:
        more.append(answers.text(Phrase.FROM_FILE.say(language), faint=True))
    else:
        name = quoted(title(source))
        lines = (f'/evwatch edit {name} title:"EV News"', f"/evwatch edit {name} every:30m")
        more += [answers.text(Editing.HOW.say(language)), Code("\n".join(lines))]
    name = watch_name(watch, call.catalogue, language)
    return answers.note(head.say(language, name=name), more=more)


def _value(call: Call, watch: Watch, field: Field) -> str:
    """One setting as people read it, whether the workspace set it or not."""
    source, language = watch.source, call.language
    if source is None:
        return NOTHING
    match field:
        case "title":
            return title(source)
        case "company":
            return name_of(source.company, call.catalogue, language) if source.company else NOTHING
        case "lang":
            return source.language or NOTHING
        case "every":
            return rhythm(watch.own.every, language)


def _blank(field: Field, english: str, chinese: str) -> Option:
    return Option(name=field, description=english, description_zh=chinese, keyed=True)


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="edit",
        others=("change", "rename", "set", "编辑", "修改"),
        page=PAGE,
        options=(
            blanks.name(("A source by name or address", "来源的名称或网址"), suggests=False),
            _blank("title", "What it is called here; auto: as it calls itself", "此处的名称；auto"),
            _blank("every", "How often it is visited: 5m to 7d; auto", "访问频率：5m 至 7d；auto"),
            replace(_blank("company", "Whom it is about; auto", "所属公司；auto"), suggests=True),
            replace(
                _blank("lang", "Language of what does not tell its own", "未注明时的语言"),
                choices=blanks.choices(
                    (
                        ("en", ("English", "英文")),
                        ("zh", ("Chinese", "中文")),
                        ("auto", ("As the source says", "按来源")),
                    )
                ),
            ),
        ),
        commands=(Edit,),
        parse=_parse,
        render=_line,
        run=edit,
        needs=lambda command: Role.EDITOR if command.fields else Role.VIEWER,
        keep=_kept,
    ),
)
