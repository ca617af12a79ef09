"""Records of names, asked of a name server of this machine."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import cast

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from adapters.fetch import FetchError
from adapters.http.records import Records

ZONE = {
    ("ev.example.", "A"): ("192.0.2.1", "192.0.2.2"),
    ("ev.example.", "CNAME"): (),
    ("www.ev.example.", "CNAME"): ("ev.example.",),
}


class NameServer(asyncio.DatagramProtocol):
    """Answers from a zone: no such name for others, and nothing at all for "mute."."""

    def __init__(self, zone: Mapping[tuple[str, str], tuple[str, ...]]) -> None:
        self._zone = zone

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        asked = dns.message.from_wire(data)
        [question] = asked.question
        name, kind = question.name.to_text(), dns.rdatatype.to_text(question.rdtype)
        if name == "mute.":
            return
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        if all(known != name for known, _ in self._zone):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        elif records := self._zone.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *records))
        self._transport.sendto(answer.to_wire(), addr)


@asynccontextmanager
async def name_server() -> AsyncIterator[Records]:
    """One that runs, and what asks it."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(
        lambda: NameServer(ZONE), local_addr=("127.0.0.1", 0)
    )
    ip, port = transport.get_extra_info("sockname")
    try:
        yield Records(servers=[(ip, port)], within=timedelta(seconds=0.5))
    finally:
        transport.close()


async def test_the_records_of_a_name_come_as_text() -> None:
    async with name_server() as records:
        assert set(await records("ev.example", "A")) == {"192.0.2.1", "192.0.2.2"}
        assert await records("www.ev.example", "CNAME") == ("ev.example.",)


async def test_a_name_without_such_records_has_none() -> None:
    async with name_server() as records:
        assert await records("ev.example", "CNAME") == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gone.example", "there is no such name"),
        ("mute", "its name servers do not answer"),
        ("a" * 70 + ".example", "it cannot be looked up"),
    ],
)
async def test_what_cannot_be_looked_up_is_a_fault_in_words(name: str, words: str) -> None:
    async with name_server() as records:
        with pytest.raises(FetchError, match=words) as caught:
            await records(name, "A")
    assert caught.value.missing is (name == "gone.example")
