"""Each channel hears of each step once: whatever language and source tell it, in whichever story."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.chat import Address
from bot.catalogue import load
from bot.compose import alert
from bot.compose.plain import text
from bot.deliver import Deliverer
from storage.channels import Channel, Subscription
from storage.records import Kind, digest
from storage.sqlite import SqliteEngine
from tests.fakes import FakeChat, entry, rss
from tests.fakes_line import JUNE, OTHER, URL, Line

# Of each step its company, its kind, and in each language how a title and a text tell it.
STEPS = {
    "nio": ("nio", Kind.DELIVERY, {
        "en": ("NIO delivers 7,024 cars in May", "NIO delivered 7,024 vehicles in May 2022, the company said."),
        "zh": ("蔚来5月交付7024辆", "蔚来汽车6月1日宣布，2022年5月共交付新车7024辆。"),
    }),
    "recall": ("nio", Kind.RECALL, {
        "en": ("NIO recalls 300 ET7 cars", "NIO recalls 300 ET7 cars, it said on June 1, 2022."),
        "zh": ("蔚来召回300辆ET7", "蔚来汽车6月1日宣布召回300辆ET7。"),
    }),
    "xpeng": ("xpeng", Kind.DELIVERY, {
        "en": ("XPeng delivers 10,125 cars in May", "XPeng delivered 10,125 vehicles in May 2022, the company said."),
        "zh": ("小鹏5月交付10125辆", "小鹏汽车6月1日宣布，2022年5月共交付新车10125辆。"),
    }),
    "li-auto": ("li-auto", Kind.DELIVERY, {
        "en": ("Li Auto delivers 11,496 cars in May", "Li Auto delivered 11,496 vehicles in May 2022, the company said."),
        "zh": ("理想5月交付11496辆", "理想汽车6月1日宣布，2022年5月共交付新车11496辆。"),
    }),
}  # fmt: skip
COMPANIES = sorted({company for company, _, _ in STEPS.values()})


@dataclass(frozen=True, slots=True)
class Text:
    """What one article of a feed tells, in one language."""

    steps: tuple[str, ...]
    language: str

    def entry(self, key: str, hours: int) -> str:
        said = [STEPS[step][2][self.language] for step in self.steps]
        title = "; ".join(title for title, _ in said)
        words = " ".join(words for _, words in said)
        return entry(key, title, words, published=JUNE + timedelta(hours=hours))


@dataclass(frozen=True, slots=True)
class Reader:
    """A channel: which texts its workspace sees, which it reads, and what it wants to hear."""

    workspace: str
    news: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()

    @property
    def channel(self) -> Channel:
        named = (*self.news, *self.companies, *self.kinds)
        return Channel(platform="fake", workspace=self.workspace, id="-".join(named) or "all")

    def wants(self, step: str) -> bool:
        company, kind, _ = STEPS[step]
        return company in (self.companies or (company,)) and kind in (self.kinds or (kind,))

    def knows(self, stories: Iterable[Sequence[tuple[str, Text]]]) -> set[str]:
        """The steps that it was to hear of: of a story all, once it reads a text that it sees."""
        seen = [[text for feed, text in told if feed in SEES[self.workspace]] for told in stories]
        heard = [
            texts for texts in seen if any(each.language in (self.news or "enzh") for each in texts)
        ]
        return {
            step for texts in heard for each in texts for step in each.steps if self.wants(step)
        }


SEES = {"mine": (URL,), "theirs": (URL, OTHER)}
READERS = [
    Reader(workspace, news, companies, kinds)
    for workspace in SEES
    for news in ((), ("en",), ("zh",))
    for companies, kinds in (((), ()), (("nio",), ()), (("xpeng",), ()), ((), (Kind.RECALL,)))
]


@dataclass(slots=True)
class House:
    """Two workspaces with channels of all sorts, and who of them was to hear what."""

    line: Line
    told: dict[str, tuple[str, Text]] = field(default_factory=dict)  # by the key of the entry

    async def visit(self, feed: str, texts: Sequence[Text]) -> dict[Reader, list[str]]:
        """A feed tells these: the stories of which each channel hears, checked by a plain model."""
        said = {f"{len(self.told) + number}": text for number, text in enumerate(texts)}
        hours = len(self.told)
        self.told |= {key: (feed, text) for key, text in said.items()}
        self.line.fetch.pages[feed] = rss(*(text.entry(key, hours) for key, text in said.items()))
        before = await self.stories()
        outcome = await self.line.visit(feed)
        after = await self.stories()
        heard: dict[Reader, list[str]] = {}
        for reader in READERS:
            fresh = reader.knows(after.values()) - reader.knows(before.values())
            got = [each.story for each in outcome.deliveries if each.channel == reader.channel]
            about = [{step for _, text in after[story] for step in text.steps} for story in got]
            assert fresh <= {step for steps in about for step in steps}, f"{reader} misses some"
            assert all(steps & fresh for steps in about), f"{reader} heard that before"
            assert len(got) <= len(fresh), f"{reader} hears it doubly"
            heard[reader] = got
        return heard

    async def stories(self) -> dict[str, list[tuple[str, Text]]]:
        """By which feed's texts each story is told."""
        kept = await self.line.store.history.candidates(COMPANIES, since=JUNE)
        found: dict[str, list[tuple[str, Text]]] = {}
        for story in kept:
            items = await self.line.store.visits.items(story.items)
            found[story.id] = [self.told[item.url.rpartition("/")[2]] for item, _ in items]
        return found


async def opened() -> House:
    line = Line(await SqliteEngine.open(":memory:"))
    await line.store.migrate()
    for url in (URL, OTHER):
        source = await line.add(url)
        for workspace, feeds in SEES.items():
            if url in feeds:
                await line.store.watchlist.add_source(source, audit=line.audit(workspace))
        await line.visit(url)
    for each in READERS:
        rules = Subscription(
            id=digest(str(each.channel)),
            channel=each.channel,
            companies=each.companies,
            kinds=each.kinds,
            news=each.news,
        )
        audit = line.audit(each.workspace)
        await line.store.watchlist.rule(each.channel, lambda _, r=rules: r, audit=audit)  # type: ignore[misc] # the loop's own
    return House(line)


async def played(visits: Sequence[tuple[str, Sequence[Text]]]) -> list[dict[Reader, list[str]]]:
    house = await opened()
    try:
        return [await house.visit(feed, texts) for feed, texts in visits]
    finally:
        await house.line.store.close()


TEXTS = st.builds(
    Text,
    # Of more steps not each is what a text is news for.
    st.lists(st.sampled_from(tuple(STEPS)), min_size=1, max_size=3, unique=True).map(tuple),
    st.sampled_from(("en", "zh")),
)
VISITS = st.lists(
    st.tuples(st.sampled_from((URL, OTHER)), st.lists(TEXTS, min_size=1, max_size=2)), max_size=5
)


@settings(deadline=None)
@given(VISITS)
def test_each_channel_hears_of_each_step_once(visits: list[tuple[str, list[Text]]]) -> None:
    asyncio.run(played(visits))


def heard(reader: Reader, visits: Sequence[dict[Reader, list[str]]]) -> list[int]:
    """How often a channel hears at each visit."""
    return [len(visit[reader]) for visit in visits]


ENGLISH = Reader("mine", news=("en",))
XPENG = Reader("mine", news=("en",), companies=("xpeng",))
RECALLS = Reader("mine", news=("en",), kinds=(Kind.RECALL,))


async def test_news_of_another_company_keeps_nothing_from_who_waited_for_a_language() -> None:
    visits = await played(
        [
            (URL, [Text(("nio", "xpeng"), "zh")]),
            (URL, [Text(("nio", "recall", "xpeng"), "en")]),  # of the same story
        ]
    )

    assert [heard(each, visits) for each in (ENGLISH, XPENG, RECALLS)] == [[0, 1]] * 3


async def test_what_a_story_in_another_language_told_is_news_in_one_of_its_own() -> None:
    visits = await played(
        [
            (URL, [Text(("xpeng",), "zh")]),
            (URL, [Text(("nio", "recall", "xpeng"), "en")]),  # a story of its own
            (URL, [Text(("xpeng",), "en")]),  # of the first one
        ]
    )

    assert [heard(each, visits) for each in (ENGLISH, XPENG)] == [[0, 1, 0]] * 2


async def test_what_a_channel_had_of_another_story_is_none_when_it_reads_this_one() -> None:
    visits = await played(
        [
            (URL, [Text(("xpeng",), "en")]),
            (URL, [Text(("nio", "xpeng", "li-auto"), "zh")]),  # a story of its own
            (URL, [Text(("nio", "li-auto"), "en")]),  # of that one
        ]
    )

    assert [heard(each, visits) for each in (ENGLISH, XPENG)] == [[1, 0, 1], [1, 0, 0]]


async def test_of_a_story_that_it_has_a_channel_hears_in_any_language() -> None:
    visits = await played(
        [(URL, [Text(("nio",), "en")]), (URL, [Text(("nio", "recall"), "zh")])],
    )

    assert heard(ENGLISH, visits) == [1, 1]


async def test_an_update_tells_the_step_that_only_another_language_told_before() -> None:
    house = await opened()
    chat = FakeChat()
    deliverer = Deliverer(
        store=house.line.store,
        chats={"fake": chat},
        clock=house.line.clock,
        catalogue=load(),
        compose=alert,
    )
    for language, steps in (("en", ("nio",)), ("zh", ("recall",)), ("en", ("nio", "recall"))):
        await house.visit(URL, [Text(steps, language)])
        while await deliverer.once():
            pass
    stories = await house.stories()
    await house.line.store.close()
    to = Address(workspace="mine", channel=ENGLISH.channel.id)
    said = [text(each.document) for each in chat.posts if each.to == to]

    assert len(stories) == 2
    assert ["Recall" in each for each in said] == [False, True]
