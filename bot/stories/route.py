"""Which channels want to hear it: the news of a story against what each channel follows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from storage.channels import Channel, Delivery, Subscription
from storage.records import Certainty, Milestone, Story

_SURENESS: Final = {Certainty.RUMOURED: 0, Certainty.REPORTED: 1, Certainty.OFFICIAL: 2}


def route(
    story: Story,
    news: Sequence[Milestone],
    subscriptions: Sequence[Subscription],
    *,
    now: datetime,
) -> tuple[Delivery, ...]:
    """One waiting delivery of this revision for each channel that wants any of the news.

    `subscriptions` were chosen by company already where they follow all of their workspace's
    companies. Nothing for a story without news. In the order of the subscriptions.
    """
    wanted: dict[Channel, Delivery] = {}
    for subscription in subscriptions:
        if any(wants(subscription, milestone) for milestone in news):
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


def wants(subscription: Subscription, milestone: Milestone) -> bool:
    """Is it of a company and kind that the channel follows, and as sure as it asks for?"""
    return (
        (not subscription.companies or milestone.company in subscription.companies)
        and (not subscription.kinds or milestone.kind in subscription.kinds)
        and _SURENESS[milestone.certainty] >= _SURENESS[subscription.floor]
    )
