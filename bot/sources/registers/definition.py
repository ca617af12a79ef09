"""What a register is: where it lies, how its rows are found, what a row says; read from TOML."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.catalogue import FOLDER
from storage.records import Certainty, Kind, Phase, Unit

HOME: Final = FOLDER / "registers"
BLANK: Final = re.compile(r"\{(\w+)\}")
_UNITS: Final = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
# {field} stands for a field of the row, {field|digits} for its digits, {whose} for the company;
# what was filled in the address may stand there, too.
Template = Annotated[str, Field(max_length=500)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Step(_Table):
    """The step that a row proves by itself; the text of the row is its evidence."""

    kind: Kind
    phase: Phase = Phase.DONE
    certainty: Certainty = Certainty.OFFICIAL
    agency: str | None = None
    subject: Template = ""
    quantity: Template = ""
    unit: Unit = Unit.VEHICLES


class Definition(_Table):
    """One register. Without a `step` a row's words are understood as those of news are."""

    name: str
    address: str = Field(pattern=r"^https?://")  # {blank} is filled in when a source is made of it
    method: Literal["GET", "POST"] = "GET"
    body: Mapping[str, Any] = {}  # of POST; texts in it may hold {blank}s
    sends: Literal["form", "json"] = "form"  # how the body is written
    format: Literal["json", "html", "csv", "xlsx", "pdf"]
    within: str = ""  # of html that comes in JSON: the path to it
    rows: str = ""  # path, CSS selector, sheet, or pattern of a line with named groups (pdf)
    columns: bool = False  # of json: `rows` holds a list for each field, not an object for each row
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    header: int = Field(default=1, ge=0, le=50)  # of csv, xlsx: the row that names the columns
    nothing: int | None = Field(default=None, ge=400, le=499)  # its status where it has no rows
    fields: Mapping[str, str]  # name in templates -> path, CSS selector (`a@href`), column
    only: Mapping[str, str] = {}  # field -> a word that it must hold
    title: Template
    text: Template
    key: Template  # what a row is known again by
    link: Template = ""
    company: str = "company"  # the field that names the company; where a source has one, optional
    date: str = "date"  # the field that holds its day
    date_format: str = ""  # of strptime, without zone; empty: the year first, or milliseconds
    zone: int = Field(default=0, ge=-12, le=14)  # hours east of UTC, for days in milliseconds
    language: Literal["en", "zh"]
    every: Annotated[str, Field(pattern=r"^[1-9]\d{0,3}[mhd]$")] = "6h"
    step: Step | None = None
    status: Literal["verified", "unverified"]  # verified: read from a real sample of the format
    found: str  # where the format is told

    @model_validator(mode="after")
    def _has_what_it_sends(self) -> Self:
        if bool(self.body) != (self.method == "POST"):
            raise ValueError("a body goes with method POST, and POST with a body")
        if self.sends == "form" and not all(isinstance(each, str) for each in self.body.values()):
            raise ValueError("a form holds texts only")
        return self

    @property
    def blanks(self) -> tuple[str, ...]:
        """What is to be filled in by who watches it, in the order of address and body."""
        told = (self.address, *_texts(self.body))
        return tuple(dict.fromkeys(name for each in told for name in BLANK.findall(each)))

    @property
    def rhythm(self) -> timedelta:
        """How often it is visited."""
        return int(self.every[:-1]) * _UNITS[self.every[-1]]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


@cache
def definitions() -> Mapping[str, Definition]:
    """Every register of the catalogue, by the name of its file."""
    return {
        file.stem: Definition.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
        for file in sorted(HOME.glob("*.toml"))
    }
