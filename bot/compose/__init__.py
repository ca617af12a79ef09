"""What people read: stories, timelines and answers in, `Document` out; pure, in two languages."""

from bot.compose.alert import alert
from bot.compose.digest import DIGEST_MAX, digest
from bot.compose.notices import left_workspace, lost_channel
from bot.compose.tending import tended
from bot.compose.timeline import timeline

__all__ = ["DIGEST_MAX", "alert", "digest", "left_workspace", "lost_channel", "tended", "timeline"]
