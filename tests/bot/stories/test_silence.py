"""A message is left out only when all that it would tell is muted."""

import pytest

from bot.stories.silence import is_silenced
from storage.channels import Channel, Silence
from storage.records import Kind
from tests.fakes_stories import SEEN
from tests.fakes_words import item, step, story

HERE = Channel(platform="local", workspace="home", id="general")


def silences(*muted: str) -> list[Silence]:
    parts = (each.split(":") for each in muted)
    return [
        Silence(channel=HERE, what=what, name=name, until=SEEN)  # type: ignore[arg-type] # a test's shorthand
        for what, name in parts
    ]


@pytest.mark.parametrize(
    ("muted", "silenced"),
    [
        ((), False),
        (("company:xiaomi",), True),
        (("company:nio",), False),
        (("kind:delivery",), False),
        (("kind:delivery", "kind:recall"), True),
        (("kind:delivery", "source:gazette"), True),
        (("source:gazette",), True),
        (("source:other",), False),
    ],
)
def test_all_news_of_a_story_must_be_muted(muted: tuple[str, ...], *, silenced: bool) -> None:
    article = item("a")
    told = story((step(item=article.id), step(Kind.RECALL, item=article.id)), [article])

    assert is_silenced(told, silences(*muted), {article.id: "gazette"}, heard=0) is silenced
