"""`/evwatch channel`: what is typed in any way becomes the rule that was meant, and shows at a glance."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.commands.errors import CommandError
from bot.commands.grammar import parse, render
from bot.commands.rule_names import ORDER, SETTINGS
from bot.commands.verbs.channel import Channel
from bot.ingest import Look
from storage import pacing
from storage.channels import Delivery, Subscription, Updates
from storage.records import Certainty, Kind, digest
from storage.rules import Pace
from tests.fakes_desk import CHANNEL, FEED, Desk, buttons
from tests.fakes_words import NOW, step

TYPED = [
    ("kinds:launch,recall certainty:official", "kinds:launch,recall certainty:official"),
    ("kinds: mass production，召回", "kinds:production,recall"),
    ("kinds all", "kinds:all"),
    ("certainty:官方", "certainty:official"),
    ("official", "certainty:official"),
    ("floor=reported", "certainty:reported"),
    ("digest daily 9am", "digest:daily@09:00"),
    ("daily", "digest:daily@09:00"),
    ("daily at 18:30", "digest:daily@18:30"),
    ("every monday at 8", "digest:weekly@mon@08:00"),
    ("digest weekly on friday 5pm", "digest:weekly@fri@17:00"),
    ("digest:weekly", "digest:weekly@mon@09:00"),
    ("汇总：每周一9点", "digest:weekly@mon@09:00"),
    ("汇总 每天下午6点半", "digest:daily@18:30"),
    ("digest:12am daily", "digest:daily@00:00"),
    ("digest hourly", "digest:hourly"),
    ("digest:off", "digest:off"),
    ("at once", "digest:off"),
    ("quiet:22:00-07:00", "quiet:22:00-07:00"),
    ("quiet from 10pm to 7am", "quiet:22:00-07:00"),
    ("22-7", "quiet:22:00-07:00"),
    ("免打扰：22点至7点 时区：上海", "quiet:22:00-07:00 zone:Asia/Shanghai"),
    ("免打扰：晚上12点到早上7点", "quiet:00:00-07:00"),
    ("免打扰 中午12点到中午1点半", "quiet:12:00-13:30"),
    ("quiet:22:00-24:00", "quiet:22:00-00:00"),
    ("quiet on", "quiet:22:00-07:00"),
    ("quiet:off zone:new york", "quiet:off zone:America/New_York"),
    ("timezone:asia/shanghai", "zone:Asia/Shanghai"),
    ("bypass recall", "bypass:recall"),
    ("bypass:none", "bypass:off"),
    ("cap:10/h", "cap:10/1h"),
    ("cap 20 per day", "cap:20/1d"),
    ("cap 5 every 30 minutes", "cap:5/30m"),
    ("上限：每小时10条", "cap:10/1h"),
    ("cap:60/60m", "cap:60/1h"),
    ("language:中文 news:english,chinese", "language:zh news:en,zh"),
    ("updates replace", "updates:edit"),
    ("更新：跟帖", "updates:thread"),
    ("promises on", "promises:on"),
    ("companies:中国、电池", "companies:中国,电池"),
    ("all batteries", 'companies:"all batteries"'),
    ("所有电池企业，蔚来", "companies:所有电池企业,蔚来"),
    ("nio xpeng", 'companies:"nio xpeng"'),
    ("公司：电池 随时发送：召回", "companies:电池 bypass:recall"),
    ("calls:recall=@ann", "mention:recall=user:ann"),
    ("mention:recall=@ann mention:delivery=@bob", "mention:recall=user:ann,delivery=user:bob"),
    ("mention:recall=@ann mention:off", "mention:off"),
    ("companies li auto, byd kinds all", 'companies:"li auto,byd" kinds:all'),
    ("mention:recall=<@U123|bob>", "mention:recall=user:U123"),
    ("mention:<@U123|bob smith>", "mention:all=user:U123"),
    ("mention:recall=<!subteam^S123|@team>,launch=<@W1>", "mention:recall=group:S123,launch=user:W1"),
    ("mention recall=<@&80351110224678912>", "mention:recall=group:80351110224678912"),
    ("mention <@!80351110224678912>", "mention:all=user:80351110224678912"),
    ("mention:recall=@ann,@bob", "mention:recall=user:ann,recall=user:bob"),
    ("mention:recall=group:S123", "mention:recall=group:S123"),
    ("mention role:S123", "mention:all=group:S123"),
    ("mention:recall=off", "mention:recall=off"),
    ("mention:off", "mention:off"),
    ("digest:hourly digest:off", "digest:off"),
    ("reset", "reset"),
    ("重置", "reset"),
]  # fmt: skip
REFUSED = [
    ("quite:22-7", "There is no rule “quite”", "/evwatch channel quiet:22-7"),
    ("offical", "There is no rule “offical”", "/evwatch channel official"),
    ("kinds:lunch", "There is no kind “lunch”", "/evwatch channel kinds:launch"),
    ("zone:Berln", "There is no time zone “Berln”", "/evwatch channel zone:Europe/Berlin"),
    ("updates:thred", "no way to tell updates", "/evwatch channel updates:thread"),
    ("mention:recal=@ann", "There is no kind “recal”", "/evwatch channel mention:recall=@ann"),
    ("language:klingon", "no language", None),
    ("digest:sometimes", "no rhythm", None),
    ("digest", "What should “digest” be?", None),
    ("quiet:22:00-22:00", "never end", None),
    ("quiet:25-7", "no time of day", None),
    ("quiet:tomorrow", "no quiet hours", None),
    ("cap:10", "no limit", None),
    ("cap:0/h", "at least 1", None),
    ("promises:maybe", "neither on nor off", None),
    ("mention:recall=@here", "Everybody cannot be called", None),
    ("mention:<!channel>", "Everybody cannot be called", None),
    ("mention:@everyone", "Everybody cannot be called", None),
    ("mention:<!date^1^x|y>", "names nobody", None),
    ("companies:", "What should “companies” be?", None),
    ("companies:,", "Which company?", None),
]


@pytest.mark.parametrize(("text", "line"), TYPED)
def test_a_rule_is_read_however_it_is_typed(text: str, line: str) -> None:
    assert render(parse(f"/evwatch channel {text}")) == f"/evwatch channel {line}"


@pytest.mark.parametrize(("text", "line"), TYPED)
def test_what_is_written_is_read_as_the_same(text: str, line: str) -> None:
    assert parse(f"/evwatch channel {line}") == parse(f"/evwatch channel {text}")


@pytest.mark.parametrize(("text", "words", "meant"), REFUSED)
def test_what_is_no_rule_is_refused_with_the_nearest(
    text: str, words: str, meant: str | None
) -> None:
    with pytest.raises(CommandError) as caught:
        parse(f"/evwatch channel {text}")

    assert words in str(caught.value)
    assert meant is None or meant in caught.value.suggestions


@given(st.lists(st.sampled_from([*ORDER, *(w for ws in SETTINGS.values() for w in ws), ":", "off", "9", "7pm", "recall", "<@U1>", "@", "=", "-", "每天", "半"]), max_size=9), st.sampled_from(["", " "]))  # fmt: skip
@example(words=["=", "milestones"], between="")
@example(words=["mentions"] * 4, between=" ")
def test_any_words_are_rules_or_refused(words: list[str], between: str) -> None:
    try:
        command = parse(f"/evwatch channel {between.join(words)}")
    except CommandError as error:
        assert str(error)
    else:
        assert isinstance(command, Channel)
        assert parse(render(command)) == command


async def rules_of(desk: Desk) -> Subscription:
    found = await desk.store.watchlist.subscription(CHANNEL)
    assert found is not None
    return found


async def test_a_channel_that_follows_nothing_is_told_how_to_begin(desk: Desk) -> None:
    reply = await desk.ask("/evwatch channel")

    assert [each.command for each in buttons(reply)] == ["/evwatch follow all"]


async def test_companies_may_stand_one_behind_the_other(desk: Desk) -> None:
    await desk.ask("/evwatch channel companies:nio li auto, 电池")

    assert (await rules_of(desk)).companies == ("nio", "li-auto", "all-batteries")


async def test_what_is_set_is_kept_and_everything_else_stays(desk: Desk) -> None:
    await desk.ask("/evwatch channel kinds:recall updates:edit")
    said = await desk.says(
        "/evwatch channel companies:china,northvolt certainty:official quiet:22:00-07:00 "
        "zone:Asia/Shanghai bypass:recall digest:daily@09:00 mention:recall=@ann cap:10/h news:en"
    )

    rules = await rules_of(desk)
    assert rules == Subscription(
        id=digest(str(CHANNEL)),
        channel=CHANNEL,
        companies=("all-china", "northvolt"),
        kinds=(Kind.RECALL,),
        floor=Certainty.OFFICIAL,
        updates=Updates.EDIT,
        news=("en",),
        calls=(pacing.call("recall=user:ann"),),
        pace=Pace(
            digest=pacing.digest("daily@09:00"),
            quiet=pacing.quiet("22:00-07:00"),
            zone="Asia/Shanghai",
            bypass=(Kind.RECALL,),
        ),
    )
    for words in ("all of China, Northvolt", "official only", "09:00 (Asia/Shanghai)", "now 20:00 there", "Recall: person ann"):  # fmt: skip
        assert words in said


async def test_a_new_channel_has_rules_that_need_no_reading(desk: Desk) -> None:
    await desk.ask("/evwatch follow all")

    said = await desk.says("/evwatch channel")

    for words in ("every company that is watched here", "all, rumours too", "at once; more than 10 within 1 hour come as one message", "beneath the message"):  # fmt: skip
        assert words in said


async def test_every_button_does_what_it_says_and_then_offers_the_way_back(desk: Desk) -> None:
    await desk.ask("/evwatch follow all")
    first = await rules_of(desk)
    for place in range(4):
        button = buttons(await desk.ask("/evwatch channel"))[place]

        done = await desk.ask(button.command, kind="button")
        changed = await rules_of(desk)
        back = buttons(done)[place]
        undo = buttons(done)[-1]
        await desk.ask(undo.command, kind="button")

        assert changed != first
        assert await rules_of(desk) == first
        assert back.label != button.label
        assert undo.label == "Undo"


async def test_reset_gives_what_a_new_channel_gets_and_can_be_undone(desk: Desk) -> None:
    await desk.ask("/evwatch channel kinds:recall digest:hourly")
    before = await rules_of(desk)

    done = await desk.ask("/evwatch channel reset")
    fresh = await rules_of(desk)
    await desk.ask(buttons(done)[-1].command)

    assert fresh == Subscription(id=fresh.id, channel=CHANNEL)
    assert await rules_of(desk) == before


async def test_calls_are_set_for_one_kind_at_a_time(desk: Desk) -> None:
    await desk.ask("/evwatch channel mention:recall=@ann,launch=@bob")
    await desk.ask("/evwatch channel mention:recall=@eve")
    one = [pacing.call_text(each) for each in (await rules_of(desk)).calls]
    await desk.ask("/evwatch channel mention:launch=off")
    two = [pacing.call_text(each) for each in (await rules_of(desk)).calls]
    await desk.ask("/evwatch channel mention:off")

    assert one == ["launch=user:bob", "recall=user:eve"]
    assert two == ["recall=user:eve"]
    assert (await rules_of(desk)).calls == ()


async def test_no_more_are_called_than_a_message_holds(desk: Desk) -> None:
    many = ",".join(f"@u{number}" for number in range(21))

    assert "At most 20" in await desk.says(f"/evwatch channel mention:recall={many}")


async def test_a_wrong_name_is_answered_with_groups_and_companies(desk: Desk) -> None:
    reply = await desk.ask("/evwatch channel companies:byd,chna kinds:all")

    assert "/evwatch channel companies:byd,china kinds:all" in [e.command for e in buttons(reply)]
    assert await desk.store.watchlist.subscription(CHANNEL) is None


async def test_what_the_file_owns_is_shown_and_changed_there(desk: Desk) -> None:
    owned = Subscription(id="file", channel=CHANNEL, pace=Pace(digest=pacing.digest("hourly")))
    await desk.store.watchlist.seed([], [owned], at=NOW)

    shown = await desk.ask("/evwatch channel")
    said = await desk.says("/evwatch channel digest:off")

    assert buttons(shown) == []
    assert "evwatch.toml under [[channels]]" in said
    assert await rules_of(desk) == owned


async def test_who_may_not_edit_sees_the_rules_and_changes_none(desk: Desk) -> None:
    await desk.ask("/evwatch channel kinds:recall")
    desk.may_edit = False

    shown = await desk.ask("/evwatch channel")
    said = await desk.says("/evwatch channel kinds:all")

    assert buttons(shown) == []
    assert "Only editors and admins" in said
    assert (await rules_of(desk)).kinds == (Kind.RECALL,)


async def test_what_was_so_already_is_told_and_leaves_nothing_to_undo(desk: Desk) -> None:
    await desk.ask("/evwatch channel kinds:recall")

    reply = await desk.ask("/evwatch channel kinds:recall")

    assert "It was so already" in reply.document.plain
    assert "Undo" not in [each.label for each in buttons(reply)]


async def test_what_is_held_and_muted_is_shown(desk: Desk) -> None:
    desk.look.looks[FEED] = Look(url=FEED, title="Example News")
    await desk.ask(f"/evwatch add {FEED} now")
    await desk.ask("/evwatch channel digest:daily@09:00")
    await desk.tell([step(Kind.LAUNCH, subject="SU7")])
    [told] = await desk.store.history.timeline("xiaomi")
    delivery = Delivery(channel=CHANNEL, story=told.story, revision=1)
    await desk.visit(deliveries=(delivery,))
    rules = await rules_of(desk)
    await desk.store.holding.hold(delivery.key, until=NOW, by=pacing.pace_text(rules.pace))
    await desk.ask("/evwatch mute nio")

    said = await desk.says("/evwatch channel")

    assert "1 story waits until 25 Aug 2023, 12:00 UTC" in said
    assert "Muted" in said
    assert "NIO" in said


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_rules_are_told_in_the_language_of_who_asks(desk: Desk, language: str) -> None:
    desk.language = language
    await desk.ask("/evwatch channel quiet:22:00-07:00 digest:weekly@mon@09:00 promises:on cap:5/30m mention:all=group:s bypass:recall updates:none")  # fmt: skip

    said = await desk.says("/evwatch channel")

    assert ("免打扰" in said) == (language == "zh")
    assert ("Quiet hours" in said) == (language == "en")


async def test_a_digest_tells_all_of_it_a_page_at_a_time(desk: Desk) -> None:
    desk.look.looks[FEED] = Look(url=FEED, title="Example News")
    await desk.ask(f"/evwatch add {FEED} now")
    await desk.ask("/evwatch channel digest:daily@09:00")
    await desk.tell([step(Kind.LAUNCH, subject="SU7")])
    [told] = await desk.store.history.timeline("xiaomi")
    delivery = Delivery(channel=CHANNEL, story=told.story, revision=1)
    await desk.visit(deliveries=(delivery,))
    await desk.store.holding.hold(delivery.key, until=NOW, by="{}")
    batch = await desk.store.holding.fold(CHANNEL, [delivery.key], now=NOW, lease=NOW - NOW)
    key = batch[0].digest or ""
    await desk.store.outbox.settle(key, message="m1", at=NOW)

    said = await desk.says(f"/evwatch digest {key} page:3")

    assert "1 story of one digest" in said
    assert "Xiaomi" in said
    assert "Which digest?" in await desk.says("/evwatch digest banana")
    assert "No digest with that key" in await desk.says(f"/evwatch digest {'0' * 20}")


async def test_a_group_is_followed_as_a_company_is(desk: Desk) -> None:
    said = await desk.says("/evwatch follow china, batteries, northvolt")
    followed = (await rules_of(desk)).companies
    less = await desk.says("/evwatch unfollow china")

    assert followed == ("all-china", "all-batteries", "northvolt")
    assert "all of China, all battery makers, Northvolt" in said
    assert "all battery makers, Northvolt" in less
    assert (await rules_of(desk)).companies == ("all-batteries", "northvolt")
