"""`Document` to HTML for the local page: text escaped, links shown with their real host."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final, assert_never

from markupsafe import Markup

from adapters.document import (
    Buttons,
    Code,
    Document,
    Fact,
    Facts,
    Footer,
    Links,
    Mention,
    Part,
    Quote,
    Run,
    Text,
    Title,
)
from adapters.local.ledger import Entry
from adapters.plain import host, named_host, plain, web_address
from adapters.signs import CERTAINTY_SIGNS, PHASE_SIGNS

TONES: Final = frozenset({"alert", "answer", "warning", "error", "neutral"})


def render(document: Document) -> Markup:
    """The parts of a document in their order, as HTML that holds no text unescaped."""
    parts = document.parts
    body = parts[:-1] if parts and isinstance(parts[-1], Footer) else parts
    foot = parts[len(body) :]
    return Markup('<div class="parts">{}{}</div>{}').format(
        Markup().join(_part(part) for part in body),
        _called(document.mentions),
        Markup().join(_part(part) for part in foot),
    )


def card(entry: Entry) -> Markup:
    """A message of a channel as an article, with the anchor that its id gives."""
    return Markup(
        '<article class="card {tone}" id="{id}" tabindex="-1" data-number="{number}">'
        '{body}<p class="posted"><a href="#{id}">{at}</a></p></article>'
    ).format(
        tone=_tone(entry.document),
        id=entry.id,
        number=entry.edits or entry.number,
        body=render(entry.document),
        at=_time(entry.at),
    )


def answer(document: Document) -> Markup:
    """The reply to a command, which only the person who asked sees."""
    return Markup('<div class="card {}">{}</div>').format(_tone(document), render(document))


def _called(mentions: Sequence[Mention]) -> Markup:
    names = Markup(" ").join(
        Markup('<span class="mention">@{}</span>').format(plain(each.id))
        for each in dict.fromkeys(mentions)
    )
    return Markup('<p class="mentions">{}</p>').format(names) if mentions else Markup()


def _tone(document: Document) -> str:
    return f"tone-{document.tone if document.tone in TONES else 'neutral'}"


def _part(part: Part) -> Markup:  # noqa: PLR0911 - one arm for each part
    match part:
        case Title():
            return _title(part)
        case Text():
            return Markup('<p class="text">{}</p>').format(_runs(part.runs))
        case Facts():
            return _facts(part)
        case Quote():
            return _quote(part)
        case Links():
            return _links(part)
        case Code():
            return Markup('<pre class="code" tabindex="0"><code>{}</code></pre>').format(
                plain(part.text)
            )
        case Buttons():
            return _buttons(part)
        case Footer():
            at = Markup(" {}").format(_time(part.at)) if part.at else Markup()
            return Markup('<footer class="foot">{}{}</footer>').format(plain(part.text), at)
        case _:
            assert_never(part)


def _title(part: Title) -> Markup:
    tag = Markup('<span class="tag">{}</span> ').format(plain(part.tag)) if part.tag else Markup()
    return Markup('<h3 class="title">{}{}</h3>').format(tag, _link(part.text, part.href))


def _runs(runs: Iterable[Run]) -> Markup:
    return Markup().join(_run(run) for run in runs)


def _run(run: Run) -> Markup:
    text = _link(run.text, run.href)
    if run.bold:
        text = Markup("<strong>{}</strong>").format(text)
    if run.faint:
        text = Markup('<span class="faint">{}</span>').format(text)
    return text


def _facts(part: Facts) -> Markup:
    kind = "steps" if any(row.is_step for row in part.rows) else "pairs"
    rows = Markup().join(_fact(row) for row in part.rows)
    return Markup('<ul class="facts {}">{}</ul>').format(kind, rows)


def _fact(fact: Fact) -> Markup:
    badges = Markup().join(
        (
            _badge("phase", fact.phase, fact.phase_text, PHASE_SIGNS),
            _badge("certainty", fact.certainty, fact.certainty_text, CERTAINTY_SIGNS),
        )
    )
    marks = Markup('<span class="badges">{}</span>').format(badges)
    when = Markup('<span class="when">{}</span>').format(plain(fact.when))
    detail = Markup('<span class="detail">{}</span>').format(_runs(fact.detail))
    return Markup(
        '<li class="fact{kind}"><span class="label{command}">{label}</span> '
        "{when}{marks}{detail}</li>"
    ).format(
        kind=" step" if fact.is_step else "",
        command=" command" if fact.label.startswith("/") else "",
        label=plain(fact.label),
        when=when if fact.when else "",
        marks=marks if badges else "",
        detail=detail if fact.detail else "",
    )


def _badge(kind: str, name: str, text: str, signs: Mapping[str, str]) -> Markup:
    if not name and not text:
        return Markup()
    known = name if name in signs else "other"
    return Markup(
        '<span class="badge {kind} {kind}-{known}"><span class="sign" aria-hidden="true">{sign}'
        "</span>{text}</span> "
    ).format(kind=kind, known=known, sign=signs.get(name, "•"), text=plain(text or name))


def _quote(part: Quote) -> Markup:
    source = Markup()
    if part.source or part.href:
        source = Markup("<figcaption>{}</figcaption>").format(_link(part.source, part.href))
    return Markup('<figure class="quote"><blockquote>{}</blockquote>{}</figure>').format(
        plain(part.text), source
    )


def _links(part: Links) -> Markup:
    label = Markup('<span class="label">{}</span> ').format(plain(part.label))
    items = Markup().join(
        Markup("<li>{}</li>").format(_link(text, href)) for text, href in part.items
    )
    return Markup('<div class="links">{}<ul>{}</ul></div>').format(
        label if part.label else "", items
    )


def _buttons(part: Buttons) -> Markup:
    items = Markup().join(
        Markup('<button type="button" class="run" data-command="{}"{}>{}</button>').format(
            plain(item.command),
            Markup(" data-public") if item.public else Markup(),
            plain(item.label),
        )
        for item in part.items
    )
    return Markup('<div class="buttons">{}</div>').format(items)


def _link(text: str, href: str | None) -> Markup:
    """The text, as a link where the address is a web address; its host stands behind it.

    The host is left out only where the text is that host, so no text can pass for another address.
    """
    shown = plain(text)
    address = web_address(href)
    if address is None:
        return Markup("<bdi>{}</bdi>").format(shown) if shown else Markup()
    name = named_host(address)
    behind = Markup()
    if shown.strip() not in {"", host(address)}:
        behind = Markup(' <span class="host">{}</span>').format(name)
    return Markup(
        '<a href="{}" target="_blank" rel="noopener noreferrer nofollow"><bdi>{}</bdi></a>{}'
    ).format(address, shown.strip() or name, behind)


def _time(at: datetime | date) -> Markup:
    """The moment in UTC; the page's script tells it in the reader's own time."""
    if isinstance(at, datetime):
        utc = at.astimezone(UTC)
        text = f"{utc:%Y-%m-%d %H:%M} UTC"
        return Markup('<time datetime="{}">{}</time>').format(f"{utc:%Y-%m-%dT%H:%M:%SZ}", text)
    return Markup('<time datetime="{0}">{0}</time>').format(at.isoformat())
