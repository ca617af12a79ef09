"""Pages of a timeline whose commands are those that people would type."""

from bot.compose.timeline import Pages

PAGES = Pages(
    command="/milestones xiaomi",
    everything="/milestones xiaomi",
    behind=lambda anchor: f"/milestones xiaomi older:{anchor}",
    before=lambda anchor: f"/milestones xiaomi newer:{anchor}",
)
