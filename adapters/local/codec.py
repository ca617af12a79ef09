"""`Document` to plain JSON values and back, as the journal keeps it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from adapters.document import (
    Button,
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

NAMES: Mapping[type[Part], str] = {
    Title: "title",
    Text: "text",
    Facts: "facts",
    Quote: "quote",
    Links: "links",
    Code: "code",
    Buttons: "buttons",
    Footer: "footer",
}


def encode(document: Document) -> dict[str, Any]:
    """JSON values that `decode` reads back to an equal document; each part carries its name."""
    return {
        "parts": [_encode_part(part) for part in document.parts],
        "plain": document.plain,
        "tone": document.tone,
        "mentions": [asdict(each) for each in document.mentions],
    }


def decode(values: Mapping[str, Any]) -> Document:
    """The document of `encode`; parts that this version does not know are left out.

    When nothing readable is left the plain form stands in. Raises KeyError, TypeError or
    ValueError for values that `encode` never wrote.
    """
    parts = tuple(part for each in values["parts"] if (part := _decode_part(each)) is not None)
    plain = str(values["plain"])
    return Document(
        parts or (Text((Run(plain),)),),
        plain=plain,
        tone=str(values["tone"]),
        mentions=tuple(Mention(**each) for each in values.get("mentions", ())),
    )


def _encode_part(part: Part) -> dict[str, Any]:
    values = asdict(part)
    if isinstance(part, Footer):
        values["at"] = part.at.isoformat() if part.at else None
    return {"part": NAMES[type(part)], **values}


def _decode_part(values: Mapping[str, Any]) -> Part | None:  # noqa: PLR0911 - one arm for each part
    fields = {key: value for key, value in values.items() if key != "part"}
    match values["part"]:
        case "title":
            return Title(**fields)
        case "text":
            return Text(_runs(fields["runs"]))
        case "facts":
            return Facts(tuple(_fact(row) for row in fields["rows"]))
        case "quote":
            return Quote(**fields)
        case "links":
            items = tuple((str(label), str(href)) for label, href in fields["items"])
            return Links(items, label=fields["label"])
        case "code":
            return Code(**fields)
        case "buttons":
            return Buttons(tuple(Button(**item) for item in fields["items"]))
        case "footer":
            return Footer(fields["text"], at=_moment(fields["at"]))
        case _:
            return None


def _runs(values: Iterable[Mapping[str, Any]]) -> tuple[Run, ...]:
    return tuple(Run(**value) for value in values)


def _fact(values: Mapping[str, Any]) -> Fact:
    return Fact(**{**values, "detail": _runs(values["detail"])})


def _moment(text: str | None) -> datetime | date | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
