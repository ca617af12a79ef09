"""Pages are read as robots.txt has it: asked once a day, and nothing is read while nobody knows."""

from datetime import timedelta

import pytest

from adapters.fetch import FetchError
from bot.polite import FRESH, FRESH_UNREACHABLE, KEPT_OUT, SITES_MAX, UNKNOWN, Polite
from bot.workers import inline
from tests.fakes import FakeClock, FakeFetch

PAGE = "https://example.org/news/one?x=1"
ROBOTS = "https://example.org/robots.txt"
OUT = b"User-agent: *\nDisallow: /news/\n"
GONE = FetchError("nothing (404)", permanent=True)
DOWN = FetchError("its server is in trouble (503)")


class Door:
    """A polite way to a fake web."""

    def __init__(self, robots: bytes | FetchError) -> None:
        self.web = FakeFetch({PAGE: b"a page", ROBOTS: robots})
        self.clock = FakeClock()
        self.polite = Polite(fetch=self.web, run=inline, clock=self.clock)

    @property
    def asked(self) -> list[str]:
        return [each.url for each in self.web.asked]


@pytest.mark.parametrize(
    "robots",
    [
        GONE,
        b"",
        b"User-agent: other\nDisallow: /\n",
        b"User-agent: *\nDisallow: /\nUser-agent: EVWatch\nAllow: /news/\nDisallow: /\n",
        b"<html>not found</html>",
        b"\xff\xfe\x00",
    ],
)
async def test_a_page_that_is_free_is_read(robots: bytes | FetchError) -> None:
    door = Door(robots)

    assert (await door.polite(PAGE)).body == b"a page"
    assert (await door.polite(PAGE)).body == b"a page"
    assert door.asked == [ROBOTS, PAGE, PAGE]


@pytest.mark.parametrize(
    ("robots", "words"),
    [
        (OUT, KEPT_OUT),
        (b"User-agent: evwatch\nDisallow: /*?x=\n", KEPT_OUT),
        (b"User-agent: *\nDisallow: /" + b"*a" * 20 + b"\nDisallow: /\n", KEPT_OUT),
        (DOWN, UNKNOWN),
    ],
)
async def test_a_page_that_is_not_is_left_alone(robots: bytes | FetchError, words: str) -> None:
    door = Door(robots)

    with pytest.raises(FetchError) as caught:
        await door.polite(PAGE)

    assert str(caught.value) == words
    assert PAGE not in door.asked


async def test_rules_are_asked_for_anew_when_they_are_old() -> None:
    door = Door(DOWN)
    with pytest.raises(FetchError):
        await door.polite(PAGE)
    door.web.pages[ROBOTS] = OUT
    door.clock.pass_by(FRESH_UNREACHABLE)
    with pytest.raises(FetchError, match="stay away"):
        await door.polite(PAGE)
    door.web.pages[ROBOTS] = DOWN
    door.clock.pass_by(FRESH)
    with pytest.raises(FetchError, match="stay away"):  # what was known still holds
        await door.polite(PAGE)
    door.web.pages[ROBOTS] = GONE
    door.clock.pass_by(FRESH + timedelta(hours=1))

    assert (await door.polite(PAGE)).body == b"a page"


async def test_the_rules_of_many_sites_take_no_more_than_their_room() -> None:
    door = Door(OUT)
    for number in range(SITES_MAX + 20):
        with pytest.raises(FetchError):
            await door.polite(f"https://site{number}.example.org/")

    assert len(door.polite._sites) == SITES_MAX
