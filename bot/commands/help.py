"""The help pages, put together for the language that was asked for."""

from collections.abc import Iterable
from typing import Final

from adapters.document import Document
from bot.commands.pages import PAGES
from bot.commands.values import Help
from bot.commands.vocabulary import KINDS, PHASES, VERBS
from bot.compose import answers
from bot.compose.wording import Phrase, listed, pick

TRY: Final = ("/milestones xiaomi", "/evwatch add nio", "/evwatch help milestones")


def show(command: Help, language: str) -> Document:
    """The help page that was asked for."""
    if not command.verb:
        forms = [(page.form, pick(page.short, language)) for page in PAGES.values()]
        more = Phrase.HELP_MORE.say(language, command="/evwatch help add")
        return answers.overview(forms, more, language, examples="\n".join(TRY))
    page = PAGES[command.verb]
    texts = [pick(page.short, language), page.form, *(pick(each, language) for each in page.long)]
    texts += _words(command.verb, language)
    examples = [(example, pick(gives, language)) for example, gives in page.examples]
    return answers.usage(command.verb, examples, [_sentence(texts[0]), *texts[1:]])


def _words(verb: str, language: str) -> list[str]:
    """The words that may be typed: kinds and phases, and what else the verb is called."""
    texts: list[str] = []
    if verb == "milestones":
        texts.append(f"kind: {_names(KINDS)}")
        texts.append(f"phase: {_names(PHASES)}")
    others = [word for word in VERBS[verb] if len(word) > 1]
    return [*texts, Phrase.ALSO.say(language, names=listed(others, language))]


def _names(names: Iterable[str]) -> str:
    return ", ".join(map(str, names))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
