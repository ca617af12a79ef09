"""Registration data of domain names: RDAP answers, and the directory of who gives them.

Source: RFC 9083 (answers), RFC 9224 (directory).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bot.sources.values import at, day, fields, parsed, rows, text, texts

STATUSES_MAX: Final = 8
_ORG, _FULL_NAME = "org", "fn"
_HIDDEN: Final = ("redacted", "privacy", "private", "proxy", "withheld", "not disclosed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What a registry says of a name; empty and None where it does not."""

    registered: date | None = None
    expires: date | None = None
    registrar: str = ""
    registrant: str = ""  # never that of a service that hides it
    statuses: tuple[str, ...] = ()
    nameservers: tuple[str, ...] = ()


def server(directory: bytes, name: str) -> str | None:
    """Who answers for a name: the base address with its last slash; None: nobody does."""
    zone = name.rpartition(".")[2].casefold()
    for service in rows(fields(parsed(directory)).get("services")):
        if zone in (each.casefold() for each in texts(at(service, "0"))):
            bases = [each for each in texts(at(service, "1")) if "://" in each]
            safe = [each for each in bases if each.startswith("https://")]
            return next((f"{each.rstrip('/')}/" for each in (*safe, *bases)), None)
    return None


def registration(body: bytes) -> Registration | None:
    """The registration that an answer tells; None when it is no such answer."""
    answer = fields(parsed(body))
    if answer.get("objectClassName") != "domain" and "ldhName" not in answer:
        return None
    days = {
        text(each.get("eventAction")): day(each.get("eventDate")) for each in _all(answer, "events")
    }
    servers = {
        text(each.get("ldhName")).casefold().rstrip(".") for each in _all(answer, "nameservers")
    }
    return Registration(
        registered=days.get("registration"),
        expires=days.get("expiration"),
        registrar=_who(answer, "registrar"),
        registrant=_who(answer, "registrant"),
        statuses=tuple(sorted(texts(answer.get("status")))[:STATUSES_MAX]),
        nameservers=tuple(sorted(servers - {""})),
    )


def _all(answer: object, name: str) -> list[Any]:
    return [each for each in map(fields, rows(fields(answer).get(name))) if each]


def _who(answer: object, role: str) -> str:
    """The organisation that has a role, else the person; nobody where a service hides them."""
    for entity in _all(answer, "entities"):
        if role in texts(entity.get("roles")):
            card = {
                text(at(each, "0")): text(at(each, "3"))
                for each in rows(at(entity, "vcardArray.1"))
            }
            name = card.get(_ORG) or card.get(_FULL_NAME, "")
            return "" if any(word in name.casefold() for word in _HIDDEN) else name
    return ""
