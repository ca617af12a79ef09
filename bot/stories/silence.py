"""What is new to a channel in a story, and does it want to hear nothing of that?"""

from collections.abc import Mapping, Sequence

from storage.channels import Silence
from storage.records import Milestone, Story


def fresh(story: Story, heard: int) -> Sequence[Milestone]:
    """What a story tells that is new since that revision; its headlines where nothing is.

    `heard` is the newest revision that the channel has had, 0 for none.
    """
    news = [change.milestone for change in story.changes if change.revision > heard > 0]
    return news or [milestone for milestone in story.milestones if milestone.headline]


def is_silenced(
    story: Story, silences: Sequence[Silence], sources: Mapping[str, str], *, heard: int
) -> bool:
    """Is everything that is new to the channel of a company, kind or source that it muted?

    `sources` gives the source of each item. One step that it did not mute is told, and the story
    with it.
    """
    news = fresh(story, heard)
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
