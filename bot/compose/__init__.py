"""What people read: stories, timelines and answers in, `Document` out; pure, in two languages."""

from bot.compose.alert import alert
from bot.compose.notices import lost_channel
from bot.compose.timeline import timeline

__all__ = ["alert", "lost_channel", "timeline"]
