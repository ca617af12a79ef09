"""`Document` to HTML for the local page: text escaped, links shown with their real host."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final, assert_never

from markupsafe import Markup

from adapters.document import (
    Buttons,
    Code,
    Document,
    Fact,
    Facts,
    File,
    Footer,
    Links,
    Mention,
    Part,
    Picture,
    Quote,
    Run,
    Text,
    Title,
)
from adapters.local.ledger import Entry
from adapters.plain import host, named_host, plain, web_address
from adapters.signs import CERTAINTY_SIGNS, PHASE_SIGNS

MENTIONED: Final = re.compile(r"[\w.-]{1,32}", re.ASCII)
WHOLE_MAX_CHARS: Final = 18  # a date, a count: what is not to be broken over two lines
WORDS: Final = re.compile(r"\w+ \w+|\d年")
TONES: Final = frozenset({"alert", "answer", "warning", "error", "neutral"})
PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
SIDE_MAX: Final = 10_000  # pixels

Keep = Callable[[Picture | File], str]  # gives the address from which its bytes are served


def nowhere(_part: Picture | File) -> str:
    """Nothing is served: the words stand for it."""
    return ""


def render(document: Document, keep: Keep = nowhere) -> Markup:
    """The parts of a document in their order, as HTML that holds no text unescaped."""
    parts = document.parts
    body = parts[:-1] if parts and isinstance(parts[-1], Footer) else parts
    foot = parts[len(body) :]
    return Markup('<div class="parts">{}{}</div>{}').format(
        Markup().join(_part(part, keep) for part in body),
        _called(document.mentions),
        Markup().join(_part(part, keep) for part in foot),
    )


def card(entry: Entry, keep: Keep = nowhere) -> Markup:
    """A message of a channel as an article, with the anchor that its id gives."""
    return Markup(
        '<article class="card {tone}" id="{id}" tabindex="-1" data-number="{number}">'
        '{body}{edited}<p class="posted"><a href="#{id}">{at}</a></p></article>'
    ).format(
        tone=_tone(entry.document),
        id=entry.id,
        number=entry.edits or entry.number,
        body=render(entry.document, keep),
        at=_time(entry.at),
        edited=Markup('<p class="edited"><span data-say="edited">Edited</span> {}</p>').format(
            _time(entry.edited)
        )
        if entry.edited
        else Markup(),
    )


def answer(document: Document, keep: Keep = nowhere) -> Markup:
    """The reply to a command, which only the person who asked sees."""
    return Markup('<div class="card {}">{}</div>').format(_tone(document), render(document, keep))


def _called(mentions: Sequence[Mention]) -> Markup:
    """Whom the message calls, by those ids that a person here could have."""
    known = [each.id for each in dict.fromkeys(mentions) if MENTIONED.fullmatch(each.id)]
    names = Markup(" ").join(
        Markup('<span class="mention">@{}</span>').format(id_) for id_ in known
    )
    return Markup('<p class="mentions">{}</p>').format(names) if known else Markup()


def _tone(document: Document) -> str:
    return f"tone-{document.tone if document.tone in TONES else 'neutral'}"


def _part(part: Part, keep: Keep) -> Markup:  # noqa: PLR0911 - one arm for each part
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
        case Picture() | File():
            return _attached(part, keep)
        case _:
            assert_never(part)


def _title(part: Title) -> Markup:
    tag = Markup('<span class="tag">{}</span> ').format(plain(part.tag)) if part.tag else Markup()
    return Markup('<h3 class="title">{}{}</h3>').format(tag, _link(part.text, part.href))


def _runs(runs: Iterable[Run]) -> Markup:
    return Markup().join(_run(run) for run in runs)


def _run(run: Run) -> Markup:
    text = _link(run.text, run.href)
    if not run.href and len(run.text) <= WHOLE_MAX_CHARS and WORDS.search(run.text):
        text = Markup('<span class="whole">{}</span>').format(text)
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


def _attached(part: Picture | File, keep: Keep) -> Markup:
    if isinstance(part, File):
        return _file(part, keep(part))
    address = keep(part)
    dark = keep(part.on_dark) if part.dark else address
    return _picture(part, address, dark)


def _picture(part: Picture, address: str, dark: str) -> Markup:
    """The picture, which opens alone at its full size; its room is known before it is loaded."""
    alt = plain(part.alt)
    if not address:
        return Markup('<p class="text faint">{}</p>').format(alt)
    return Markup(
        '<a class="picture" href="{0}" target="_blank" rel="noopener"><picture>'
        '<source srcset="{1}" media="(prefers-color-scheme: dark)">'
        '<img src="{0}" alt="{2}"{3} loading="lazy"></picture></a>'
    ).format(address, dark, alt, _sides(part.data))


def _sides(data: bytes) -> Markup:
    """Width and height as attributes; nothing where the bytes do not tell them."""
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    if data[:16] != PNG_HEAD or not (0 < width <= SIDE_MAX and 0 < height <= SIDE_MAX):
        return Markup()
    return Markup(' width="{}" height="{}"').format(width, height)


def _file(part: File, address: str) -> Markup:
    size = f"{max(len(part.data) / 1024, 0.1):,.1f} kB"
    if not address:
        return Markup('<p class="text faint">{} ({})</p>').format(plain(part.name), size)
    return Markup(
        '<p class="file"><a href="{}" download="{}"><bdi>{}</bdi></a> '
        '<span class="faint">{}</span></p>'
    ).format(address, plain(part.name), plain(part.name), size)


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
