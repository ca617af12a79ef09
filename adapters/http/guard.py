"""Which addresses may be reached: decided on the very address that a socket is made for.

A check of the name alone would leave a gap between the check and the connection (DNS rebinding),
and resolvers are not asked for literal addresses. So `socket_factory` is the anchor; `check_url`
refuses early what can be told from the text, and gives one spelling to every reader of it.
"""

import ipaddress
import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from typing import Any, Final, Self

from yarl import URL

from adapters.fetch import FetchError

# The same words for a refused, a closed and a silent address: an answer must not map a network.
UNREACHABLE: Final = "this address cannot be reached; check it, and whether its server is up"

URL_MAX_CHARS: Final = 4096
PORTS: Final = frozenset({80, 443})

# `is_global` changed its meaning between Python releases, so these are named one by one.
_BLOCKED: Final = tuple(
    ipaddress.ip_network(block)
    for block in (
        "100.64.0.0/10",  # carrier-grade NAT (RFC 6598)
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.88.99.0/24",  # 6to4 relays (RFC 7526)
        "198.18.0.0/15",  # benchmarks (RFC 2544)
        "240.0.0.0/4",  # reserved
        "3fff::/20",  # documentation (RFC 9637)
    )
)
_UNICAST: Final = ipaddress.ip_network("2000::/3")  # all that is given out so far (RFC 4291 2.4)
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
_V4_COMPATIBLE: Final = ipaddress.ip_network("::/96")  # RFC 4291 2.5.5.1
_ISATAP: Final = 0x5EFE  # RFC 5214 6.1; beside two bits of flags
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff]")
_AUTHORITY: Final = re.compile(r"^[a-z][a-z0-9+.-]*://([^/?#]*)", re.IGNORECASE)
_NAME: Final = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_-]{1,63}\.?")
# A last label that is a number makes a host an IPv4 address to some readers (WHATWG URL, 3.5).
_NUMBER: Final = re.compile(r"(?:\d+|0x[0-9a-f]*)\.?")


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets only public web addresses through.

    `allow` holds exact (address, port) pairs that the operator permits all the same, and
    `networks` whole networks, each for one port.
    """

    allow: frozenset[tuple[str, int]] = frozenset()
    networks: tuple[tuple[IPv4Network | IPv6Network, int], ...] = ()

    @classmethod
    def of(cls, allowed: Iterable[str]) -> Self:
        """What allows these: "IP:PORT" or "NETWORK/BITS:PORT"; raises `ValueError`."""
        pairs: set[tuple[str, int]] = set()
        networks: list[tuple[IPv4Network | IPv6Network, int]] = []
        for each in allowed:
            place, _, port = each.rpartition(":")
            place = place.strip("[]")
            if "/" in place:
                networks.append((ipaddress.ip_network(place), int(port)))
            else:
                pairs.add((str(ipaddress.ip_address(place)), int(port)))
        return cls(frozenset(pairs), tuple(networks))

    def check_url(self, url: str) -> str:
        """The address in its normal form, without fragment; raises a permanent `FetchError`.

        A name is not resolved here: what it leads to is checked when a socket is made for it.
        """
        if len(url) > URL_MAX_CHARS or _UNSAFE.search(url):
            raise _refusal("this is not a usable web address: it has odd characters or is too long")
        authority = _AUTHORITY.match(url)
        if not authority or not url.lower().startswith(("http://", "https://")):
            raise _refusal("only http:// and https:// addresses can be watched")
        if "@" in authority[1]:
            raise _refusal("an address with a user name or a password in it cannot be watched")
        try:
            parsed = URL(url).with_fragment(None)
            host, port = parsed.raw_host or "", parsed.port
        except ValueError:
            raise _refusal("this is not a usable web address") from None
        if "%" in authority[1] or port is None:
            raise _refusal("this is not a usable web address: its host or its port is wrong")
        self._check_host(host, port)
        if parsed.raw_path == "/":  # which the library also says of an address without a path
            parsed = parsed.with_path("/", keep_query=True)
        return str(parsed)

    def socket_factory(
        self, addr_info: tuple[int, int, int, str, tuple[Any, ...]]
    ) -> socket.socket:
        """A socket for this address, or an `OSError` as if nobody were there."""
        family, kind, protocol, _, address = addr_info
        if family not in (socket.AF_INET, socket.AF_INET6):
            raise OSError("refused by the guard")
        if not self.permits(str(address[0]), int(address[1])):
            raise OSError("refused by the guard")
        return socket.socket(family=family, type=kind, proto=protocol)

    def permits(self, address: str, port: int) -> bool:
        """Whether this literal address may be connected."""
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        if (str(ip), port) in self.allow:
            return True
        if any(
            port == allowed and ip.version == network.version and ip in network
            for network, allowed in self.networks
        ):
            return True
        return port in PORTS and is_public(ip)

    def _check_host(self, host: str, port: int) -> None:
        allowed = {each for _, each in (*self.allow, *self.networks)}
        if port not in PORTS | allowed:
            raise _refusal("only the ports 80 and 443 can be watched")
        try:
            ipaddress.ip_address(host)
        except ValueError:
            last = host.removesuffix(".").rpartition(".")[2]
            if not _NAME.fullmatch(host) or _NUMBER.fullmatch(last):
                raise _refusal("this is not a usable web address: its host is wrong") from None
        else:
            if not self.permits(host, port):
                raise _refusal(UNREACHABLE)


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether this address lies in the public internet, and so does every address within it."""
    if isinstance(ip, IPv6Address):
        if ip.scope_id is not None:
            return False
        if inner := _inner(ip):
            return all(is_public(each) for each in inner)
        if ip not in _UNICAST:
            return False
    if ip.is_multicast or not ip.is_global:
        return False
    return not any(ip in block for block in _BLOCKED if block.version == ip.version)


def _inner(ip: IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that this IPv6 address stands for; empty when it is none of its own."""
    if ip.ipv4_mapped:
        return (ip.ipv4_mapped,)
    if ip.sixtofour:
        return (ip.sixtofour,)
    if ip.teredo:
        return ip.teredo
    is_isatap = int(ip) >> 32 & 0xFCFF_FFFF == _ISATAP
    if ip in _NAT64 or ip in _V4_COMPATIBLE or (is_isatap and ip in _UNICAST):
        return (IPv4Address(int(ip) & 0xFFFF_FFFF),)
    return ()


def _refusal(text: str) -> FetchError:
    return FetchError(text, permanent=True)
