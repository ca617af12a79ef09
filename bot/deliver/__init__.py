"""From the outbox to the channel, once, and at the channel's hour."""

from bot.deliver.deliverer import Deliverer

__all__ = ["Deliverer"]
