"""Which channels want to hear it: the news of a story against what each channel follows."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Final

from storage.channels import Channel, Delivery, Subscription
from storage.records import Certainty, Milestone, Story

_SURENESS: Final = {Certainty.RUMOURED: 0, Certainty.REPORTED: 1, Certainty.OFFICIAL: 2}


def _in_none(_company: str) -> tuple[str, ...]:
    """There are no groups."""
    return ()


def route(
    story: Story,
    news: Sequence[Milestone],
    subscriptions: Sequence[Subscription],
    *,
    now: datetime,
    within: Callable[[str], Collection[str]] = _in_none,
) -> tuple[Delivery, ...]:
    """One waiting delivery of this revision for each channel that wants any of the news.

    `subscriptions` were chosen by company already where they follow all of their workspace's
    companies. Nothing for a story without news. In the order of the subscriptions. `within` gives
    the groups that a company is in.
    """
    wanted: dict[Channel, Delivery] = {}
    for subscription in subscriptions:
        if any(wants(subscription, milestone, within) for milestone in news):
            wanted.setdefault(
                subscription.channel,
                Delivery(
                    channel=subscription.channel,
                    story=story.id,
                    revision=story.revision,
                    created=now,
                ),
            )
    return tuple(wanted.values())


def wants(
    subscription: Subscription,
    milestone: Milestone,
    within: Callable[[str], Collection[str]] = _in_none,
) -> bool:
    """Is it of a company and kind that the channel follows, and as sure as it asks for?"""
    followed = subscription.companies
    return (
        (
            not followed
            or milestone.company in followed
            or not set(followed).isdisjoint(within(milestone.company))
        )
        and (not subscription.kinds or milestone.kind in subscription.kinds)
        and _SURENESS[milestone.certainty] >= _SURENESS[subscription.floor]
    )


def speaks(subscription: Subscription, languages: Collection[str]) -> bool:
    """Is a story that is told in these languages, as tags, told in one that the channel reads?

    A text of unknown language ("") is for everybody.
    """
    read = subscription.news
    return not read or any(not each or each.lower()[:2] in read for each in languages)
