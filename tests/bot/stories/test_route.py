from datetime import timedelta

from bot.stories.group import group
from bot.stories.route import route
from storage.channels import Channel, DeliveryState, Subscription
from storage.records import Certainty, Kind, Story, digest
from tests.fakes_stories import SEEN, catalogue, item, milestone

NEWS = (
    milestone("byd", "factory", when="2023-08-20", certainty="reported"),
    milestone("nio", "launch", when="2023-08-20"),
)


def story() -> Story:
    decision = group(item(), NEWS, (), now=SEEN, catalogue=catalogue())
    assert decision is not None
    return decision.story


def wants(
    channel: str = "general",
    *,
    companies: tuple[str, ...] = (),
    kinds: tuple[Kind, ...] = (),
    floor: Certainty = Certainty.RUMOURED,
) -> Subscription:
    where = Channel(platform="fake", workspace="w", id=channel)
    return Subscription(
        id=digest(str(where)), channel=where, companies=companies, kinds=kinds, floor=floor
    )


def channels(*subscriptions: Subscription) -> list[str]:
    return [d.channel.id for d in route(story(), NEWS, subscriptions, now=SEEN)]


def test_a_channel_hears_what_it_follows() -> None:
    assert channels(wants("all"), wants("byd", companies=("byd",)), wants("vw", companies=("vw",))) == ["all", "byd"]  # fmt: skip


def test_kinds_and_certainty_narrow_what_a_channel_hears() -> None:
    recalls = wants("recalls", kinds=(Kind.RECALL,))
    sure = wants("sure", companies=("byd",), floor=Certainty.OFFICIAL)
    reported = wants("reported", companies=("byd",), floor=Certainty.REPORTED)

    assert channels(recalls, sure, reported) == ["reported"]


def test_one_milestone_must_fit_in_every_respect() -> None:
    assert channels(wants(companies=("byd",), kinds=(Kind.LAUNCH,))) == []


def test_two_subscriptions_of_a_channel_are_one_delivery() -> None:
    assert channels(wants(companies=("byd",)), wants(companies=("nio",))) == ["general"]


def test_without_news_nobody_hears_anything() -> None:
    assert route(story(), (), (wants(),), now=SEEN) == ()


def test_a_delivery_waits_for_its_channel_under_a_key_of_its_own() -> None:
    told = story()

    (delivery,) = route(told, NEWS, (wants(),), now=SEEN + timedelta(hours=1))

    assert delivery.state == DeliveryState.WAITING
    assert (delivery.story, delivery.revision) == (told.id, 1)
    assert delivery.created == SEEN + timedelta(hours=1)
    assert len(delivery.key) <= 25
