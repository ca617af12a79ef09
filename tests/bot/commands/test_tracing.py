"""`why`: the whole way of a text, and of one that never came."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.grammar import parse, render
from bot.commands.verbs.tracing import Why
from bot.compose.plain import text
from bot.ingest import Look
from bot.sources.identity import marks
from bot.sources.making import made
from storage.channels import Delivery, DeliveryState, Silence
from storage.records import Item, digest
from storage.sources import Note, Visit
from tests.bot.commands.typed import ask
from tests.fakes_desk import CHANNEL, FEED, Desk, buttons
from tests.fakes_storage import audit
from tests.fakes_stories import milestone
from tests.fakes_words import NOW, item, story

A = "0123456789abcdef0123"
URL = "https://gazette.example/told-of-the-su7-2023"
SAID = "Xiaomi started mass production of the SU7 electric car in August 2023, the company said."
PLAN = milestone("xiaomi", "production", subject="SU7", evidence=SAID)


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/evwatch why", Why()),
        (f"/evwatch why #{A}", Why(story=A)),
        (f"/evwatch why {A} part:sentences", Why(story=A, part="sentences")),
        (f"/evwatch why {URL}", Why(words=URL)),
        (f"/evwatch why <{URL}|label>", Why(words=URL)),
        ("/evwatch why SU7 deliveries", Why(words="SU7 deliveries")),
        ('/evwatch why "SU7: deliveries"', Why(words="SU7: deliveries")),
        ("/evwatch 为何 小米 交付", Why(words="小米 交付")),
    ],
)
def test_what_people_type(line: str, command: Why) -> None:
    assert parse(line) == command
    assert parse(render(command)) == command


@given(st.text("ab1 福-.:", min_size=1, max_size=12).map(lambda t: " ".join(t.split())))
def test_words_of_a_title_are_read_as_they_are_written(words: str) -> None:
    if not words.strip(":") or parse(f'/evwatch why "{words}"') != Why(words=words):
        return

    assert parse(render(Why(words=words))) == Why(words=words)


async def told(desk: Desk, *, silent: str = "", sent: bool = False, **more: object) -> Item:
    """One text of the feed that tells a step."""
    fields: dict[str, object] = {
        "url": URL,
        "title": "Xiaomi starts SU7 production",
        "text": SAID,
        "language": "en",
    }
    article = replace(item("told", source=digest(FEED), published=NOW, seen=NOW), **(fields | more))  # type: ignore[arg-type] # the tests name fields of Item
    article = replace(article, marks=marks(article.url, article.title, NOW, article.text))
    said = replace(PLAN, item=article.id)
    event = replace(story((said,), [article]), id=digest(article.id))
    delivery = Delivery(channel=CHANNEL, story=event.id, revision=1)
    await desk.store.visits.record(
        Visit(
            source=digest(FEED),
            at=NOW,
            next_at=NOW + timedelta(minutes=15),
            memory={},
            items=(article,),
            stories=(event,),
            deliveries=(delivery,) if sent else (),
            notes=(Note(item=article.id, silent=silent),),
        )
    )
    if sent:
        await desk.store.outbox.settle(delivery.key, message="m1", at=NOW)
    return article


async def test_the_whole_way_is_told_stage_by_stage(watching: Desk) -> None:
    await told(watching, sent=True)

    said = await watching.says(f"/evwatch why {URL}?utm_source=x")

    assert said.startswith("Told here now.")
    for words in (
        "Fetched: Example News · first seen now, dated 25 Aug 2023 · source visited now",
        "characters · from the entry alone · thin",
        "Recognised: a new item · known again by its address, title and day",
        "Understood: 1 step, 1 of them news · Xiaomi: Production (done, official)",
        "Story: “",
        "This channel: wants it",
        "Delivery: sent now",
    ):
        assert words in said


async def test_it_is_found_by_id_by_words_of_its_title_and_for_others_to_read(
    watching: Desk,
) -> None:
    article = await told(watching)

    by_id = await watching.says(f"/evwatch why #{article.id}")
    by_words = await watching.says("/evwatch why su7 production")
    chinese = Desk(watching.store)
    chinese.language = "zh"

    assert by_id.splitlines()[:3] == by_words.splitlines()[:3]
    assert "Fix: Production" in by_id
    assert "理解" in await chinese.says(f"/evwatch why #{article.id}")


async def test_the_sentences_are_shown_with_what_became_of_each(watching: Desk) -> None:
    article = await told(watching)

    reply = await watching.ask(f"/evwatch why #{article.id}")
    said = await watching.says(buttons(reply)[0].command)

    assert "What was read in “Xiaomi starts SU7 production”" in said
    assert "Xiaomi started mass production" in said


@pytest.mark.parametrize(
    ("silent", "said"),
    [
        ("first poll: baseline", "Not told: first poll: baseline."),
        ("older than 14 days", "Not told: older than 14 days."),
        ("", "Not told here: it told nothing new"),
    ],
)
async def test_why_it_was_silent_is_the_first_line(watching: Desk, silent: str, said: str) -> None:
    article = await told(watching, silent=silent)

    assert (await watching.says(f"/evwatch why #{article.id}")).startswith(said)


async def test_why_this_channel_does_not_want_it(watching: Desk) -> None:
    article = await told(watching)
    line = f"/evwatch why #{article.id}"
    silence = Silence(channel=CHANNEL, what="kind", name="production", until=NOW + timedelta(1))

    await watching.store.responses.silence(silence, audit=audit(workspace=watching.workspace))
    muted = await watching.says(line)
    await watching.says("/evwatch unmute kind:production")
    await watching.says("/evwatch unfollow all")
    nothing = await watching.says(line)
    await watching.says("/evwatch follow nio")
    other = await watching.says(line)

    assert "muted here: Production" in muted
    assert "this channel follows nothing" in nothing
    assert "this channel does not hear of Xiaomi" in other


async def test_what_is_held_for_the_hour_of_the_channel_says_until_when(watching: Desk) -> None:
    article = await told(watching)
    held = Delivery(
        channel=CHANNEL,
        story=digest(article.id),
        revision=1,
        state=DeliveryState.HELD,
        not_before=NOW + timedelta(hours=3),
    )
    await watching.visit(deliveries=(held,))

    said = await watching.says(f"/evwatch why #{article.id}")

    assert said.startswith("Held until in 3 h, as the rules of this channel ask")


async def test_the_rules_of_a_channel_are_a_reason(watching: Desk) -> None:
    article = await told(watching)
    line = f"/evwatch why #{article.id}"

    await watching.says("/evwatch channel kinds:recall")
    kinds = await watching.says(line)
    await watching.says("/evwatch channel kinds:all news:zh")
    language = await watching.says(line)

    assert "this channel does not want Production" in kinds
    assert "reads no news in its language" in language


async def test_a_step_is_corrected_from_where_it_is_explained(watching: Desk) -> None:
    article = await told(watching)

    event = await watching.ask(f"/evwatch why #{digest(article.id)}")
    [fix] = [each for each in buttons(event) if each.label.startswith("Fix: ")]

    assert "What is wrong?" in await watching.says(fix.command)


async def test_of_what_never_came_its_source_is_told(watching: Desk) -> None:
    await told(watching)

    same = await watching.says("/evwatch why https://example.org/never")
    other = await watching.says("/evwatch why https://nowhere.example/never?key=hush")
    words = await watching.says("/evwatch why never heard of")

    assert "No watched source has given that." in same
    assert "It last gave “Xiaomi starts SU7 production” now; last success now" in same
    assert "No source of that host is watched here: /evwatch add https://nowhere.example" in other
    asker = await ask(watching, "/evwatch why https://nowhere.example/", user="eve", is_admin=False)
    assert "an editor or admin can add it" in text(asker.document)
    assert "/evwatch add" not in text(asker.document)
    assert "hush" not in other
    assert "No text met here has these words" in words


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("domain:nio.com", "nio.com"),
        ("domain:nio.com", "domain:nio.com"),
        ("domain:nio.com", "https://www.nio.com/press"),
        ("https://news.example:8443/feed", "news.example"),
        ("https://news.example:8443/feed", "https://news.example/one"),
    ],
)
async def test_a_host_is_that_of_a_watched_domain_or_of_a_port_too(
    desk: Desk, words: str, line: str
) -> None:
    desk.look.looks[words] = Look(url=words, title="Its Title", source=made(words).source())
    await desk.ask(f"/evwatch add {words} now")

    said = await desk.says(f"/evwatch why {line}")

    assert "No source of that host" not in said
    assert "It has given nothing so far" in said


async def test_of_a_text_that_says_nothing_no_story_and_channel_are_told(watching: Desk) -> None:
    idle = replace(item("idle", source=digest(FEED), published=NOW, seen=NOW), title="Idle talk")
    await watching.visit(items=(idle,))

    said = await watching.says(f"/evwatch why #{idle.id}")

    assert said.startswith("Not told: no step of a company was read in it.")
    assert "Understood: no step · names no company that is known here" in said
    assert "kept by an older version" in said
    assert "Delivery" not in said


async def test_several_of_the_same_words_are_offered(watching: Desk) -> None:
    await told(watching)
    again = replace(
        item("again", source=digest(FEED), published=NOW, seen=NOW), title="SU7 production grows"
    )
    await watching.visit(items=(again,))

    reply = await watching.ask("/evwatch why SU7 production")

    assert "Which one?" in text(reply.document)
    assert len([each for each in buttons(reply) if "why #" in each.command]) == 2


async def test_another_workspace_learns_nothing_of_a_text_that_only_this_one_watches(
    watching: Desk,
) -> None:
    quiet = replace(
        item("quiet", source=digest(FEED), published=NOW, seen=NOW), title="PLANTED words", url=URL
    )
    await watching.visit(items=(quiet,))
    theirs = Desk(watching.store, workspace="other")

    for line in (f"why #{quiet.id}", f"why {URL}", "why PLANTED words"):
        said = await theirs.says(f"/evwatch {line}")
        assert "PLANTED" not in said.replace('why "PLANTED words"', "")
    assert "PLANTED words" in await watching.says("/evwatch why planted words")
