"""Does a channel want to hear nothing of what a message would tell it?"""

from collections.abc import Mapping, Sequence

from storage.channels import Silence
from storage.records import Milestone, Story


def is_silenced(
    story: Story, silences: Sequence[Silence], sources: Mapping[str, str], *, heard: int
) -> bool:
    """Is everything that is new to the channel of a company, kind or source that it muted?

    `sources` gives the source of each item; `heard` is the newest revision that the channel has
    had, 0 for none. One step that it did not mute is told, and the story with it.
    """
    news = [change.milestone for change in story.changes if change.revision > heard > 0]
    news = news or [milestone for milestone in story.milestones if milestone.headline]
    muted: set[tuple[str, str]] = {(each.what, each.name) for each in silences}
    return bool(muted and news) and all(_is_muted(each, muted, sources) for each in news)


def _is_muted(
    milestone: Milestone, muted: set[tuple[str, str]], sources: Mapping[str, str]
) -> bool:
    names = {
        "company": milestone.company,
        "kind": milestone.kind.value,
        "source": sources.get(milestone.item or "", ""),
    }
    return any((what, name) in muted for what, name in names.items())
