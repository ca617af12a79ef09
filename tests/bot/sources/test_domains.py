"""A watched domain: what each kind of evidence tells, and what it does not."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.fetch import Fetched
from bot.sources.domains import read
from bot.sources.domains.certificates import Certified, certified
from bot.sources.domains.filings import Filing, filings
from bot.sources.domains.rdap import Registration, registration, server
from bot.sources.reading import Answer, Answers, Ask, Reading
from bot.sources.values import at, day, parsed
from storage.records import Certainty, Item
from storage.sources import Source, SourceKind

SEEN = datetime(2023, 8, 3, 12, tzinfo=UTC)
NAME = "xiaomiev.com"
DIRECTORY = {
    "version": "1.0",
    "services": [[["net", "com"], ["http://r.example", "https://rdap.example/com/v1"]]],
}
ANSWER = {
    "objectClassName": "domain",
    "ldhName": "XIAOMIEV.COM",
    "status": ["client transfer prohibited"],
    "events": [
        {"eventAction": "registration", "eventDate": "2023-08-01T04:00:00Z"},
        {"eventAction": "expiration", "eventDate": "2024-08-01T04:00:00Z"},
    ],
    "nameservers": [{"ldhName": "NS1.EXAMPLE.NET"}],
    "entities": [
        {"roles": ["registrar"], "vcardArray": ["vcard", [["fn", {}, "text", "Registrar Ltd"]]]},
        {
            "roles": ["registrant"],
            "vcardArray": ["vcard", [["fn", {}, "text", "REDACTED FOR PRIVACY"]]],
        },
    ],
}
CERTIFICATES = [
    {"name_value": f"{NAME}\n*.{NAME}", "common_name": NAME, "not_before": "2023-08-02T00:00:00"},
    {"name_value": "elsewhere.example", "not_before": "2001-01-01T00:00:00"},
]
ROW = {"host": NAME, "no": "ICP 1", "unit": "小米科技有限责任公司", "passed": "2023年8月2日"}
ICP = {
    "icp": "https://icp.example/?q={name}",
    "icp_rows": "data.list",
    "icp_domain": "host",
    "icp_licence": "no",
    "icp_organisation": "unit",
    "icp_date": "passed",
}

RDAP_ASK = Ask(of=f"https://rdap.example/com/v1/domain/{NAME}")
CT_ASK = Ask(of=f"https://crt.sh/?q={NAME}&output=json")
HOME = Ask(of=f"https://{NAME}/", is_page=True)


def page(value: object, url: str = "https://answer.example/") -> Answer:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Answer(fetched=Fetched(url=url, status=200, body=body))


GONE = Answer(fault="there is nothing at this address", is_missing=True)
NOWHERE: dict[Ask, Answer] = {
    Ask(of="https://data.iana.org/rdap/dns.json"): page(DIRECTORY),
    RDAP_ASK: GONE,
    CT_ASK: page([]),
    **{Ask(of=NAME, records=kind): GONE for kind in ("A", "AAAA", "CNAME")},
}
ANSWERS_ALL: dict[Ask, Answer] = NOWHERE | {
    RDAP_ASK: page(ANSWER),
    CT_ASK: page(CERTIFICATES),
    Ask(of=NAME, records="A"): Answer(records=("192.0.2.1",)),
    HOME: page(b"hello", f"https://www.{NAME}/"),
}


def source(
    memory: Mapping[str, str] | None = None, settings: Mapping[str, str] | None = None
) -> Source:
    return Source(
        id="s",
        kind=SourceKind.DOMAIN,
        url=f"domain:{NAME}",
        company="xiaomi",
        memory=memory or {},
        settings={"own": "mi.com", "names": "Xiaomi|小米", **(settings or {})},
    )


def visit(answers: Answers, of: Source | None = None) -> Reading:
    """All rounds of a visit; a question that the table does not know fails the test."""
    of = of or source()
    known: dict[Ask, Answer] = {}
    for _ in range(9):
        reading = read(of, Fetched(url=of.url, status=200), seen=SEEN, answers=known)
        if not reading.asks:
            return reading
        known |= {ask: answers[ask] for ask in reading.asks}
    raise AssertionError("it never stops asking")


def by_key(reading: Reading) -> dict[str, Item]:
    return {item.key: item for item in reading.items}


def test_a_name_that_nobody_has_gives_nothing_and_is_no_fault() -> None:
    reading = visit(NOWHERE)

    assert (reading.items, reading.fault) == ((), None)
    assert reading.memory["rdap"] == "https://rdap.example/com/v1/"


def test_a_registration_says_when_and_that_it_may_be_protective() -> None:
    item = by_key(visit(ANSWERS_ALL))["registration:2023-08-01"]
    [step] = item.claims

    assert step.evidence.startswith("xiaomiev.com was registered on 2023-08-01, says the registry;")
    assert step.evidence in item.text
    assert "does not say for whom, and it may be only protective" in step.evidence
    assert "Registrar Ltd" in item.text
    assert "REDACTED" not in item.text
    assert (step.certainty, step.subject, step.company) == (Certainty.RUMOURED, NAME, "xiaomi")
    assert step.when is not None
    assert (step.when.start, step.when.end) == (date(2023, 8, 1), date(2023, 8, 1))
    assert item.published == datetime(2023, 8, 1, 12, tzinfo=UTC)


def test_one_item_a_name_however_many_certificates() -> None:
    items = by_key(visit(ANSWERS_ALL))

    assert items["certificate"].text.startswith(
        f"A certificate for {NAME} was issued on 2023-08-02"
    )
    assert [key for key in items if key.startswith("certificate")] == ["certificate"]
    assert items["certificate"].url == "https://answer.example/"


def test_a_page_that_answers_claims_nothing_until_it_leads_to_the_companys_own() -> None:
    plain = by_key(visit(ANSWERS_ALL))["use"]
    tied = by_key(visit(ANSWERS_ALL | {HOME: page(b"", "https://www.mi.com/ev")}))["use"]
    alias = by_key(
        visit(ANSWERS_ALL | {Ask(of=NAME, records="CNAME"): Answer(records=("ev.MI.com.",))})
    )["use"]
    stranger = by_key(visit(ANSWERS_ALL | {HOME: page(b"", "https://notmi.com/")}))["use"]

    assert (plain.claims, stranger.claims) == ((), ())
    assert "leads to notmi.com" in stranger.text
    for item in (tied, alias):
        [step] = item.claims
        assert step.certainty == Certainty.REPORTED
        assert step.evidence in item.text
    assert "leads to www.mi.com, a name of the company's own" in tied.text


def test_a_filing_by_the_company_is_official_and_by_another_reported() -> None:
    ask = Ask(of=f"https://icp.example/?q={NAME}")
    own = visit(NOWHERE | {ask: page({"data": {"list": [ROW]}})}, source(settings=ICP))
    other = visit(
        NOWHERE | {ask: page({"data": {"list": [ROW | {"unit": "某某公司"}]}})},
        source(settings=ICP),
    )

    [item] = own.items
    [step] = item.claims
    assert step.evidence.startswith(
        "xiaomiev.com was filed by 小米科技有限责任公司 on 2023-08-02 in the ICP register of the MIIT"
    )
    assert (step.certainty, step.agency) == (Certainty.OFFICIAL, "MIIT")
    assert other.items[0].claims[0].certainty == Certainty.REPORTED


def test_the_company_as_registrant_makes_it_official() -> None:
    named = {"roles": ["registrant"], "vcardArray": ["vcard", [["org", {}, "text", "Xiaomi Inc."]]]}
    reading = visit(ANSWERS_ALL | {RDAP_ASK: page(ANSWER | {"entities": [named]})})

    item = by_key(reading)["registration:2023-08-01"]
    assert item.claims[0].certainty == Certainty.OFFICIAL
    assert "it names Xiaomi Inc." in item.text


def test_a_name_under_the_companys_own_domain_is_not_asked_of_the_registry() -> None:
    of = Source(
        id="s",
        kind=SourceKind.DOMAIN,
        url="domain:ev.mi.com",
        company="xiaomi",
        settings={"own": "mi.com"},
    )
    certificates = [{"dns_names": ["ev.mi.com"], "not_before": "2023-08-02"}]
    reading = visit(
        {
            Ask(of="https://crt.sh/?q=ev.mi.com&output=json"): page(certificates),
            **{Ask(of="ev.mi.com", records=kind): GONE for kind in ("A", "AAAA", "CNAME")},
        },
        of,
    )

    [item] = reading.items
    assert item.claims[0].certainty == Certainty.REPORTED


def test_a_first_visit_is_whole_or_fails_and_a_later_one_goes_on() -> None:
    broken = ANSWERS_ALL | {CT_ASK: Answer(fault="it refuses to answer us (403)")}

    first = visit(broken)
    later = visit(broken, source(memory={"since": "2023-01-01T00:00:00+00:00"}))

    assert first.fault is not None
    assert "crt.sh: it refuses" in first.fault
    assert first.items == ()
    assert set(by_key(later)) == {"registration:2023-08-01", "use"}
    assert later.notes == ("crt.sh: it refuses to answer us (403)",)


def test_the_directory_is_asked_once_a_week() -> None:
    memory = {
        "rdap": "https://rdap.example/com/v1/",
        "rdap_at": (SEEN - timedelta(days=6)).isoformat(),
    }
    fresh = {ask: each for ask, each in ANSWERS_ALL.items() if "iana" not in ask.of}
    assert visit(fresh, source(memory)).items

    memory["rdap_at"] = (SEEN - timedelta(days=8)).isoformat()
    with pytest.raises(KeyError):
        visit(fresh, source(memory))


def test_a_directory_without_the_zone_leaves_the_registry_out() -> None:
    reading = visit(
        ANSWERS_ALL | {Ask(of="https://data.iana.org/rdap/dns.json"): page({"services": []})}
    )
    assert "registration:2023-08-01" not in by_key(reading)
    assert server(json.dumps(DIRECTORY).encode(), "a.cn") is None


def test_atom_of_the_certificate_logs_is_read_as_well() -> None:
    body = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>
    <entry><id>1</id><title>[Certificate] Issued by X</title><updated>2023-08-02T01:00:00Z</updated>
    <summary type="html">{NAME}&lt;br&gt;www.{NAME}&lt;br&gt;other.example</summary></entry></feed>"""
    told = certified(body.encode(), NAME)
    assert told == Certified(names=(f"www.{NAME}", NAME), since=date(2023, 8, 2))


@given(st.binary(max_size=300))
def test_no_body_is_too_odd(body: bytes) -> None:
    assert server(body, NAME) is None or b"services" in body
    registration(body)
    certified(body, NAME)
    filings(body, NAME, {})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "services",
                    "events",
                    "entities",
                    "vcardArray",
                    "roles",
                    "ldhName",
                    "status",
                    "nameservers",
                    "name_value",
                    "dns_names",
                    "domain",
                    "licence",
                    "a",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_no_json_is_too_odd(value: object) -> None:
    body = json.dumps(value).encode()
    told = registration(body)
    assert told is None or isinstance(told, Registration)
    certified(body, NAME)
    assert all(isinstance(each, Filing) for each in filings(body, NAME, {}) or ())


def test_nesting_without_end_is_no_json() -> None:
    assert parsed(b"[" * 200_000) is None


def test_paths_lead_through_objects_and_lists() -> None:
    value = {"a": [{"b": 1}]}
    assert (at(value, "a.0.b"), at(value, "a.1.b"), at(value, "x.y"), at(value, "")) == (
        1,
        None,
        None,
        value,
    )
    assert (day("2023/8/2"), day("2023-13-40"), day(5)) == (date(2023, 8, 2), None, None)
