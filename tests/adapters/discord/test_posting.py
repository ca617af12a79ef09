"""Alerts that live: edited, answered in threads, posted in forums; and found again by their key."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.chat import Address, CannotTellError, ChatError
from adapters.discord.posting import nonce
from adapters.document import Document, Picture, Title
from tests.doubles.discord.eyes import message_text
from tests.doubles.discord.faults import Fault
from tests.fakes_discord import Set
from tests.fakes_local import PNG, note

Json = dict[str, Any]


def messages(on: Set, channel: str | None = None) -> list[Json]:
    return list(on.discord.world.messages[channel or on.here.channel].values())


def texts(on: Set, channel: str | None = None) -> list[str]:
    return [message_text(each).split("\n")[0] for each in messages(on, channel)]


def forum(on: Set, **more: object) -> Address:
    return replace(on.here, channel=on.discord.world.add_channel(on.discord.guild, 15, **more))


async def test_a_message_notifies_nobody_and_has_a_nonce_that_is_enforced(on: Set) -> None:
    await on.chat.post(on.here, note("news"), key="k")

    body = on.discord.rest.bodies[-1]
    assert isinstance(body, dict)
    assert (body["nonce"], body["enforce_nonce"]) == ("k", True)
    assert body["allowed_mentions"] == {"parse": []}


async def test_a_channel_is_looked_at_once_a_day_not_with_each_post(on: Set) -> None:
    looks = []
    for hours in (0, 1, 24):
        on.clock.forward(timedelta(hours=hours))
        await on.chat.post(on.here, note("news"), key=f"k{hours}")
        looks.append(on.discord.rest.count(r"^GET /channels/\d+$"))

    assert looks == [1, 1, 2]


def test_a_key_longer_than_a_nonce_becomes_one_of_its_own() -> None:
    assert nonce("a" * 25) == "a" * 25
    assert len(nonce("a" * 26)) == 25
    assert nonce("a" * 26) != nonce("a" * 27)


async def test_after_the_minutes_of_a_nonce_the_message_is_found_by_its_mark(on: Set) -> None:
    start = on.clock()
    message = await on.chat.post(on.here, note("news"), key="k")
    on.clock.forward(timedelta(hours=5))

    assert await on.another().find(on.here, "k", since=start) == message


async def test_a_mark_in_the_message_of_somebody_else_is_none(on: Set) -> None:
    await on.chat.post(on.here, note("news"), key="k")
    messages(on)[0]["author"] = {"id": "5", "username": "thief"}

    assert await on.chat.find(on.here, "k", since=on.clock()) is None


async def test_an_update_opens_the_thread_of_the_first_message(on: Set) -> None:
    root = await on.chat.post(on.here, note("first"), key="1")
    update = await on.chat.post(on.here, note("second"), key="2", after=root)
    last = await on.chat.post(on.here, note("third"), key="3", after=update)

    assert texts(on, root) == ["second", "third"]
    assert on.discord.world.channels[root]["name"] == "second"
    assert (update.split("/")[0], last.split("/")[0]) == (root, root)


async def test_an_update_tried_again_after_its_thread_was_opened_is_seen_once(on: Set) -> None:
    root = await on.chat.post(on.here, note("first"), key="1")
    on.discord.faults.add(Fault(on=f"POST /channels/{root}/messages", kind="cut_after"))
    start = on.clock()
    with pytest.raises(ChatError) as caught:
        await on.chat.post(on.here, note("second"), key="2", after=root)
    assert caught.value.uncertain

    found = await on.chat.find(on.here, "2", since=start)
    assert await on.chat.post(on.here, note("second"), key="2", after=root) == found
    assert texts(on, root) == ["second"]


async def test_a_thread_that_could_not_be_opened_leaves_no_doubt_about_the_message(on: Set) -> None:
    root = await on.chat.post(on.here, note("first"), key="1")
    on.discord.faults.add(Fault(on="/threads$", kind="cut_after"))

    with pytest.raises(ChatError) as caught:
        await on.chat.post(on.here, note("second"), key="2", after=root)

    assert not caught.value.uncertain
    await on.chat.post(on.here, note("second"), key="2", after=root)
    assert texts(on, root) == ["second"]


async def test_an_archived_thread_is_opened_again(on: Set) -> None:
    root = await on.chat.post(on.here, note("first"), key="1")
    update = await on.chat.post(on.here, note("second"), key="2", after=root)
    on.discord.world.archive(root)

    await on.chat.post(on.here, note("third"), key="3", after=update)

    assert texts(on, root) == ["second", "third"]
    assert not on.discord.world.channels[root]["thread_metadata"]["archived"]


@pytest.mark.parametrize("lost", ["locked", "may not write", "may not open"])
async def test_where_no_thread_is_to_be_had_the_update_is_a_reply(on: Set, lost: str) -> None:
    root = after = await on.chat.post(on.here, note("first"), key="1")
    if lost == "locked":
        after = await on.chat.post(on.here, note("second"), key="2", after=root)
        on.discord.world.archive(root, locked=True)
    elif lost == "may not write":
        on.discord.world.deny(on.here.channel, "Send Messages in Threads")
    else:
        on.discord.world.deny(on.here.channel, "Create Public Threads")

    update = await on.chat.post(on.here, note("update"), key="3", after=after)
    last = await on.chat.post(on.here, note("last"), key="4", after=update)

    replies = [each["message_reference"]["message_id"] for each in messages(on)[1:]]
    assert replies == [root, root]
    assert (update.split(">")[0], last.split(">")[0]) == (root, root)
    assert await on.chat.find(on.here, "4", since=on.clock()) == last


async def test_an_update_of_a_deleted_message_is_a_message_of_its_own(on: Set) -> None:
    root = await on.chat.post(on.here, note("first"), key="1")
    del on.discord.world.messages[on.here.channel][root]

    update = await on.chat.post(on.here, note("second"), key="2", after=root)

    assert [each["id"] for each in messages(on)] == [update]


async def test_an_edit_takes_the_place_of_the_message_and_keeps_its_id(on: Set) -> None:
    root = await on.chat.post(on.here, note("first"), key="1")

    assert await on.chat.post(on.here, note("second"), key="2", after=root, edit=True) == root

    assert texts(on) == ["second"]
    assert on.discord.rest.bodies[-1]["allowed_mentions"] == {"parse": []}  # type: ignore[index]


async def test_an_edit_of_a_message_in_a_thread_finds_it_there(on: Set) -> None:
    root = await on.chat.post(on.here, note("first"), key="1")
    update = await on.chat.post(on.here, note("second"), key="2", after=root)

    assert await on.chat.post(on.here, note("new"), key="3", after=update, edit=True) == update
    assert texts(on, root) == ["new"]


@pytest.mark.parametrize(("status", "code"), [(404, 10008), (429, 30046), (403, 50005)])
async def test_what_cannot_be_edited_is_posted_as_a_message_of_its_own(
    on: Set, status: int, code: int
) -> None:
    root = await on.chat.post(on.here, note("first"), key="1")
    on.discord.faults.add(Fault(on="^PATCH", status=status, code=code))

    update = await on.chat.post(on.here, note("second"), key="2", after=root, edit=True)

    assert texts(on) == ["first", "second"]
    assert update != root


async def test_a_limit_on_edits_without_a_word_on_when_is_no_doubt(on: Set) -> None:
    root = await on.chat.post(on.here, note("first"), key="1")
    on.discord.faults.add(Fault(on="^PATCH", status=429, code=30046, headers={"Via": "1.1 google"}))

    assert await on.chat.post(on.here, note("second"), key="2", after=root, edit=True) != root


async def test_a_refused_edit_is_made_plainly_and_the_next_one_is_rich_again(on: Set) -> None:
    root = await on.chat.post(on.here, note("first"), key="1")
    on.discord.faults.add(Fault(on="^PATCH", status=400, code=50035))

    assert await on.chat.post(on.here, note("second"), key="2", after=root, edit=True) == root
    assert (texts(on), messages(on)[0]["embeds"]) == (["second"], [])

    await on.chat.post(on.here, note("third"), key="3", after=root, edit=True)
    assert messages(on)[0]["embeds"]
    assert not messages(on)[0]["flags"]


async def test_an_edit_in_an_archived_post_becomes_an_update_beneath_it(on: Set) -> None:
    to = forum(on)
    post = await on.chat.post(to, note("first"), key="1")
    on.discord.world.archive(post)

    update = await on.chat.post(to, note("second"), key="2", after=post, edit=True)

    assert texts(on, post) == ["first", "second"]
    assert update.startswith(f"{post}/")


async def test_an_edit_whose_answer_is_lost_is_simply_made_again(on: Set) -> None:
    root = await on.chat.post(on.here, note("first"), key="1")
    on.discord.faults.add(Fault(on="^PATCH", kind="cut_after"))
    with pytest.raises(ChatError) as caught:
        await on.chat.post(on.here, note("second"), key="2", after=root, edit=True)
    assert not caught.value.uncertain

    assert await on.chat.post(on.here, note("second"), key="2", after=root, edit=True) == root
    assert texts(on) == ["second"]


async def test_a_forum_gets_a_post_with_the_headline_as_its_title(on: Set) -> None:
    to = forum(on)

    post = await on.chat.post(to, note("SU7 begins"), key="1")
    update = await on.chat.post(to, note("second"), key="2", after=post)
    last = await on.chat.post(to, note("third"), key="3", after=update)

    assert on.discord.world.channels[post]["name"] == "SU7 begins"
    assert texts(on, post) == ["SU7 begins", "second", "third"]
    assert last.startswith(f"{post}/")
    assert await on.chat.post(to, note("new"), key="4", after=post, edit=True) == post
    assert texts(on, post)[0] == "new"


async def test_a_post_of_a_forum_has_no_nonce_and_is_looked_for_before_it_is_made_again(
    on: Set,
) -> None:
    to = forum(on)
    on.discord.faults.add(Fault(on=r"POST /channels/\d+/threads", kind="status_after", status=502))
    start = on.clock()
    with pytest.raises(ChatError) as caught:
        await on.chat.post(to, note("SU7 begins"), key="1")
    assert caught.value.uncertain

    again = await on.chat.post(to, note("SU7 begins"), key="1")

    assert again == await on.chat.find(to, "1", since=start)
    threads = [each for each in on.discord.world.channels.values() if each["type"] == 11]
    assert [each["id"] for each in threads] == [again]


async def test_a_forum_that_wants_a_tag_gets_one(on: Set) -> None:
    tags = [{"id": "7", "name": "staff", "moderated": True}, {"id": "8", "name": "news"}]
    to = forum(on, flags=1 << 4, available_tags=tags)

    post = await on.chat.post(to, note("news"), key="1")

    assert on.discord.world.channels[post]["applied_tags"] == ["8"]


async def test_a_forum_that_wants_a_tag_since_a_minute_ago_gets_one_too(on: Set) -> None:
    to = forum(on)
    await on.chat.post(to, note("before"), key="0")
    on.discord.world.channels[to.channel] |= {"flags": 1 << 4, "available_tags": [{"id": "8"}]}

    post = await on.chat.post(to, note("news"), key="1")

    assert on.discord.world.channels[post]["applied_tags"] == ["8"]


async def test_a_forum_that_wants_a_tag_and_has_none_is_told_for_good(on: Set) -> None:
    to = forum(on, flags=1 << 4)

    with pytest.raises(ChatError) as caught:
        await on.chat.post(to, note("news"), key="1")

    assert caught.value.permanent
    assert "tag" in str(caught.value)


async def test_a_long_headline_fits_as_the_title_of_a_post(on: Set) -> None:
    headline = Document((Title("\U0001f600" * 200),), plain="x")

    assert await on.chat.post(forum(on), headline, key="1")


async def test_posts_into_a_thread_stay_there(on: Set) -> None:
    root = await on.chat.post(on.here, note("first"), key="1")
    await on.chat.post(on.here, note("second"), key="2", after=root)
    there = replace(on.here, thread=root)

    message = await on.chat.post(there, note("third"), key="3")
    update = await on.chat.post(there, note("fourth"), key="4", after=message)

    assert texts(on, root) == ["second", "third", "fourth"]
    assert await on.chat.find(there, "4", since=on.clock()) == update


async def test_without_the_history_nobody_can_tell(on: Set) -> None:
    await on.chat.post(on.here, note("news"), key="k")
    on.discord.world.deny(on.here.channel, "Read Message History")

    with pytest.raises(CannotTellError):
        await on.chat.find(on.here, "k", since=on.clock())


async def test_without_embeds_the_headline_is_seen_and_nobody_can_tell_which_it_was(
    on: Set,
) -> None:
    start = on.clock()
    assert await on.chat.find(on.here, "k", since=start) is None
    on.discord.world.deny(on.here.channel, "Embed Links")

    await on.chat.post(on.here, note("news"), key="k")

    [posted] = on.discord.world.messages[on.here.channel].values()
    assert message_text(posted) == "news"
    with pytest.raises(CannotTellError, match="Embed Links"):
        await on.chat.find(on.here, "another", since=start)


async def test_an_answer_without_a_key_leaves_no_doubt(on: Set) -> None:
    start = on.clock()
    on.discord.world.put(on.here.channel, {"content": "an answer for all"})

    assert await on.chat.find(on.here, "k", since=start) is None


async def test_a_forum_without_history_takes_posts_and_nobody_can_tell(on: Set) -> None:
    to = forum(on)
    on.discord.world.deny(to.channel, "Read Message History")

    assert await on.chat.post(to, note("news"), key="1")
    with pytest.raises(CannotTellError):
        await on.chat.find(to, "1", since=on.clock())


async def test_too_many_threads_are_not_looked_through(on: Set) -> None:
    to = forum(on)
    for n in range(51):
        on.discord.world.open_post(to.channel, {"name": str(n), "message": {"content": "x"}})

    with pytest.raises(CannotTellError):
        await on.chat.find(to, "1", since=on.clock())


async def test_a_message_in_a_thread_that_was_archived_since_is_found(on: Set) -> None:
    start = on.clock()
    root = await on.chat.post(on.here, note("first"), key="1")
    update = await on.chat.post(on.here, note("second"), key="2", after=root)
    on.discord.world.archive(root)

    assert await on.chat.find(on.here, "2", since=start) == update


async def test_many_messages_are_looked_through_page_by_page(on: Set) -> None:
    start = on.clock()
    for n in range(250):
        on.discord.world.put(on.here.channel, {"content": str(n)})
    message = await on.chat.post(on.here, note("news"), key="k")

    assert await on.chat.find(on.here, "k", since=start) == message


async def test_where_too_much_was_written_nobody_can_tell(on: Set) -> None:
    for n in range(1_000):
        on.discord.world.put(on.here.channel, {"content": str(n)})

    with pytest.raises(CannotTellError):
        await on.chat.find(on.here, "k", since=on.clock())


async def test_where_files_may_not_be_attached_the_words_of_a_picture_come(on: Set) -> None:
    on.discord.world.deny(on.here.channel, "Attach Files")
    chart = Picture(PNG, alt="Xiaomi: 3 done, 1 planned", name="xiaomi.png")

    await on.chat.post(on.here, Document((Title("Xiaomi"), chart), plain="Xiaomi"), key="k")

    [message] = on.discord.world.messages[on.here.channel].values()
    assert message["attachments"] == []
    assert "3 done, 1 planned" in message["content"]


async def test_a_picture_stands_in_the_embed_with_its_words(on: Set) -> None:
    chart = Picture(PNG, alt="Xiaomi: 3 done, 1 planned", name="xiaomi.png")

    spot = await on.chat.post(on.here, Document((Title("Xiaomi"), chart), plain="Xiaomi"), key="k")
    [message] = on.discord.world.messages[on.here.channel].values()
    [attachment] = message["attachments"]

    assert message["embeds"][0]["image"] == {"url": attachment["url"]}
    assert on.discord.world.files[attachment["url"]] == PNG
    assert attachment["description"] == chart.alt

    await on.chat.post(on.here, note("no picture any more"), key="k2", after=spot, edit=True)

    assert message["attachments"] == []
