"""What a reader goes by beside what is kept of its source."""

from bot.catalogue import load
from bot.sources.equip import equip
from storage.sources import Source, SourceKind


def test_a_domain_knows_its_company_and_what_the_configuration_says() -> None:
    source = Source(id="s", kind=SourceKind.DOMAIN, url="domain:a.example", company="xiaomi")
    settings = {SourceKind.DOMAIN: {"icp": "https://icp.example/{name}"}}

    known = equip(source, catalogue=load(), settings=settings).settings

    assert known["icp"] == "https://icp.example/{name}"
    assert "mi.com" in known["own"].split()
    assert "小米" in known["names"].split("|")


def test_what_the_source_has_set_goes_before() -> None:
    source = Source(
        id="s", kind=SourceKind.DOMAIN, url="domain:a.example", settings={"icp": "mine"}
    )
    settings = {SourceKind.DOMAIN: {"icp": "theirs"}}
    assert equip(source, catalogue=load(), settings=settings).settings == {"icp": "mine"}


def test_a_feed_stays_as_it_is() -> None:
    source = Source(id="s", kind=SourceKind.FEED, url="https://a.example/", company="xiaomi")
    assert equip(source, catalogue=load(), settings={}) is source
