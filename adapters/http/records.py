"""Records of names, from the name servers of the machine."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import dns.asyncresolver
import dns.exception
import dns.name
import dns.resolver

from adapters.fetch import FetchError

WITHIN: Final = timedelta(seconds=10)
RECORDS_MAX: Final = 20
SILENT: Final = "its name servers do not answer"


class Records:
    """Fits `adapters.fetch.Resolve`. `servers`: other ones than the machine's, as (IP, port)."""

    def __init__(
        self, *, servers: Sequence[tuple[str, int]] = (), within: timedelta = WITHIN
    ) -> None:
        self._servers = servers
        self._within_s = within.total_seconds()

    async def __call__(self, name: str, records: str) -> tuple[str, ...]:
        """The records of a name, as text; raises `FetchError`."""
        try:
            answer = await self._resolver().resolve(
                dns.name.from_text(name), records, raise_on_no_answer=False, lifetime=self._within_s
            )
        except dns.resolver.NXDOMAIN as error:
            raise FetchError("there is no such name", permanent=True, missing=True) from error
        except (dns.exception.Timeout, dns.resolver.NoNameservers, OSError) as error:
            raise FetchError(SILENT) from error
        except (dns.exception.DNSException, ValueError) as error:
            raise FetchError("it cannot be looked up", permanent=True) from error
        return tuple(str(each) for each in answer.rrset or ())[:RECORDS_MAX]

    def _resolver(self) -> dns.asyncresolver.Resolver:
        resolver = dns.asyncresolver.Resolver(configure=not self._servers)
        if self._servers:
            resolver.nameservers = [ip for ip, _ in self._servers]
            resolver.nameserver_ports = dict(self._servers)
        return resolver
