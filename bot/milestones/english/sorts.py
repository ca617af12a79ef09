"""Which sort of step of its kind it is: a plant begun or opened, a change at the top, a sale."""

from typing import Final

from bot.catalogue import table
from bot.milestones.english.scene import Scene
from storage.records import Kind

# The sorts of each kind in the order in which they are asked for, with the lists that tell them.
SORTS: Final = {
    Kind.FACTORY: (("begun", ("begun",)), ("opened", ("opened",)), ("grown", ("grown",))),
    Kind.RESTRUCTURING: (
        ("leaders", ("leaders",)),
        ("jobs", ("jobs",)),
        ("sale", ("stakes", "sales")),
    ),
    Kind.INVESTMENT: (("sale", ("stakes",)),),
    Kind.FUNDING: (("offer", ("offer",)),),
}


def sort_of(scene: Scene, kind: Kind, said: str) -> str:
    """Which step in the life of a plant these words tell; which sort of change, of money."""
    if kind is Kind.PARTNERSHIP:
        tags = scene.marked.tags
        return "venture" if "venture" in tags else "signed" if "agreement" in tags else ""
    ways = table("english_grammar")["sorts"]
    return next(
        (
            sort
            for sort, lists in SORTS.get(kind, ())
            if any(words in said for name in lists for words in ways[name])
        ),
        "",
    )
