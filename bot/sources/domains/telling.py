"""What is known of a domain, as items: each says what its evidence proves, and what it does not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from bot.sources.domains.certificates import Certified
from bot.sources.domains.filings import Filing
from bot.sources.domains.rdap import Registration
from storage.records import Certainty, Item, Kind, Milestone, Phase, Span
from storage.sources import Source

NAMES_MAX: Final = 8
PROTECTIVE: Final = "it does not say for whom, and it may be only protective"
NO_USE: Final = "that is no proof that it will be used"
MIIT: Final = "MIIT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a name answers: the host that its records and its page lead to; empty: nowhere else."""

    alias: str = ""
    target: str = ""
    servers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Makes items of one domain. `own` are domains of the company, `names` what it is called."""

    source: Source
    name: str
    seen: datetime
    own: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def registration(self, told: Registration, url: str) -> Item:
        """A name has a registrant: whose, a registry often does not say."""
        is_named = self._names(told.registrant)
        whose = f"it names {told.registrant}; {NO_USE}" if told.registrant else PROTECTIVE
        when = f" on {told.registered.isoformat()}" if told.registered else ""
        evidence = f"{self.name} was registered{when}, says the registry; {whose}."
        details = [
            f"Registrar: {told.registrar}." if told.registrar else "",
            f"Until {told.expires.isoformat()}." if told.expires else "",
            f"Status: {', '.join(told.statuses)}." if told.statuses else "",
            f"Name servers: {', '.join(told.nameservers)}." if told.nameservers else "",
        ]
        return self._item(
            key=f"registration:{told.registered or 'undated'}",
            title=f"{self.name} is registered",
            sentences=(evidence, *details),
            url=url,
            on=told.registered,
            certainty=Certainty.OFFICIAL if is_named else self._by_ties(told.nameservers),
            when=told.registered,
        )

    def use(self, told: Use) -> Item:
        """A name answers; only where it leads to the company's own does that say whose it is."""
        tied = next((host for host in (told.target, told.alias) if self._is_own(host)), "")
        leads = f"{self.name} leads to {told.target or told.alias}."
        evidence = f"{self.name} leads to {tied}, a name of the company's own."
        is_elsewhere = told.target not in {"", self.name, f"www.{self.name}"} or told.alias
        return self._item(
            key="use",
            title=f"{self.name} answers",
            sentences=(evidence if tied else leads if is_elsewhere else f"{self.name} answers.",),
            url=f"https://{self.name}/",
            certainty=Certainty.REPORTED if tied else None,
        )

    def certificates(self, told: Certified, url: str) -> Item:
        """Somebody who holds a name had it certified."""
        first = ", ".join(told.names[:NAMES_MAX])
        rest = f" and {len(told.names) - NAMES_MAX} more" if len(told.names) > NAMES_MAX else ""
        when = f" on {told.since.isoformat()}" if told.since else ""
        evidence = f"A certificate for {first}{rest} was issued{when}, the certificate logs show."
        return self._item(
            key="certificate",
            title=f"A certificate names {self.name}",
            sentences=(evidence, "It does not say what the name is for."),
            url=url,
            on=told.since,
            certainty=self._by_ties((self.name,)),
        )

    def filing(self, told: Filing, url: str) -> Item:
        """A site under this name may be run in China; the register says by whom."""
        when = f" on {told.approved.isoformat()}" if told.approved else ""
        whose = f" by {told.organisation}" if told.organisation else ""
        evidence = (
            f"{self.name} was filed{whose}{when} in the ICP register of the {MIIT}, "
            f"as {told.licence}; {NO_USE}."
        )
        is_named = self._names(told.organisation)
        return self._item(
            key=f"icp:{told.licence}",
            title=f"{self.name} is in the ICP register",
            sentences=(evidence,),
            url=url,
            on=told.approved,
            certainty=Certainty.OFFICIAL if is_named else Certainty.REPORTED,
            when=told.approved,
            agency=MIIT,
        )

    def _item(  # noqa: PLR0913 - what an item and its step have
        self,
        *,
        key: str,
        title: str,
        sentences: Sequence[str],
        url: str,
        certainty: Certainty | None,
        on: date | None = None,
        when: date | None = None,
        agency: str | None = None,
    ) -> Item:
        claims: tuple[Milestone, ...] = ()
        if certainty and self.source.company:
            claims = (
                Milestone(
                    company=self.source.company,
                    kind=Kind.REGISTRATION,
                    phase=Phase.DONE,
                    certainty=certainty,
                    evidence=sentences[0],
                    headline=True,
                    when=Span(start=when, end=when) if when else None,
                    agency=agency,
                    subject=self.name,
                    rules="register",
                ),
            )
        return Item(
            source=self.source.id,
            key=key,
            url=url,
            title=title,
            text=" ".join(each for each in sentences if each),
            seen=self.seen,
            language="en",
            published=datetime.combine(on, time(12), UTC) if on else None,
            claims=claims,
        )

    def _by_ties(self, hosts: Iterable[str]) -> Certainty:
        """Surer where the company's own name servers or domains stand behind it."""
        return Certainty.REPORTED if any(map(self._is_own, hosts)) else Certainty.RUMOURED

    def _is_own(self, host: str) -> bool:
        return any(
            host == each or host.endswith(f".{each}") for each in self.own if each != self.name
        )

    def _names(self, organisation: str) -> bool:
        """Is the organisation called as the company is?"""
        told = organisation.casefold()
        return any(each.casefold() in told for each in self.names if len(each) > 1)
