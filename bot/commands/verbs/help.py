"""`help`: the pages of all verbs, put together for the language that was asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from adapters.document import Document
from adapters.forms import Option
from bot.commands.call import Call
from bot.commands.errors import CommandError
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.vocabulary import lookup
from bot.compose import answers
from bot.compose.phrases import pick
from bot.compose.wording import Phrase, listed
from storage.sources import Role

TRY: Final = ("/milestones xiaomi", "/evwatch add nio", "/evwatch help milestones")
# What the whole page is divided into; no names: all the others.
CHAPTERS: Final[tuple[tuple[tuple[str, str], tuple[str, ...]], ...]] = (
    (
        ("Look things up", "查询"),
        (
            *("milestones", "latest", "compare", "search", "sources", "why"),
            *("chart", "download", "links", "help"),
        ),
    ),
    (
        ("What this channel hears", "本频道接收的内容"),
        (
            *("follow", "unfollow", "channel", "digest", "mute", "unmute"),
            *("flag", "unflag", "flags"),
        ),
    ),
    (("What is watched", "关注的内容"), ()),
    (("Put right what was misread", "更正误读"), ("milestone", "story", "company")),
    (
        ("Keep the place in order", "管理"),
        ("undo", "audit", "queue", "silence", "unsilence", "role", "export"),
    ),
)

PAGE: Final = Page(
    form="/evwatch help [VERB]",
    short=("this page, or more about one verb", "本页，或某个命令的说明"),
    long=(("Tells what can be typed, with examples.", "说明可以输入的命令，附示例。"),),
    examples=(("/evwatch help add", ("all about add", "关于 add 的说明")),),
)
OPTIONS: Final = (
    Option(
        name="verb",
        description="About which command",
        description_zh="哪个命令",
        suggests=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Help(Command):
    """Show what can be typed; about one verb, or about all."""

    verb: str = ""


def verb(others: Sequence[AnyVerb], unknown: Callable[[str], CommandError]) -> Verb[Help]:
    """The verb that tells of these others and of itself; `unknown` is raised for a wrong one."""
    pages: dict[str, AnyVerb] = {each.name: each for each in others}

    def parse(words: Sequence[Token]) -> Help:
        names = [word.text.lstrip("/") for word in words]
        names = [name for name in names if name.casefold() != "evwatch"] or [""]
        known = {name: each.others for name, each in pages.items()}
        found = lookup(known, names[0]) if names[0] else ""
        if found is None:
            raise unknown(names[0])
        return Help(verb=found)

    async def run(call: Call, command: Help) -> Document:
        return show(pages, command, call.language)

    own = Verb(
        name="help",
        others=("?", "h", "usage", "帮助"),
        page=PAGE,
        options=OPTIONS,
        commands=(Help,),
        parse=parse,
        render=lambda command: f"/evwatch help {command.verb}".rstrip(),
        run=run,
        needs=Role.VIEWER,
        shares=True,
    )
    pages[own.name] = own
    return own


def show(verbs: Mapping[str, AnyVerb], command: Help, language: str) -> Document:
    """The help page that was asked for."""
    if not command.verb:
        more = Phrase.HELP_MORE.say(language, command="/evwatch help add")
        return answers.overview(
            list(_chapters(verbs, language)), more, language, examples="\n".join(TRY)
        )
    asked = verbs[command.verb]
    page = asked.page
    texts = [pick(page.short, language), page.form, *(pick(each, language) for each in page.long)]
    others = [word for word in asked.others if len(word) > 1]
    texts.append(Phrase.ALSO.say(language, names=listed(others, language)))
    examples = [(example, pick(gives, language)) for example, gives in page.examples]
    return answers.usage(command.verb, examples, [_sentence(texts[0]), *texts[1:]])


def _chapters(
    verbs: Mapping[str, AnyVerb], language: str
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The verbs in chapters; one that no chapter names is about the watchlist, as most are."""
    elsewhere = {name for _, names in CHAPTERS for name in names}
    for title, names in CHAPTERS:
        own = names or [name for name in verbs if name not in elsewhere]
        pages = [verbs[name].page for name in own if name in verbs]
        yield pick(title, language), [(page.form, pick(page.short, language)) for page in pages]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
