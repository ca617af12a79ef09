"""Which sort of step of its kind it is: a plant begun or opened, a change at the top, a sale."""

from typing import Final

from bot.milestones.english.scene import Scene
from storage.records import Kind

BEGUN: Final = ("<ground>", "{construction}", "sod", "<broken*>", "{site}", "first stone")
GROWN: Final = ("<expand", "{phase}", "enlargement", "added", "capacity to")
STAKES: Final = ("stake", "share", "percent", "{plant", "<buy> COMPANY")
LEADERS: Final = (
    *("boss", "<helm>", "<head>", "(office)", "at top", "chief", "NAME <quit>", "NAME makes"),
    *(
        "NAME follows",
        "NAME in",
        "NAME leave",
        "NAME is",
        "NAME resigned",
        "have resigned",
        "top job",
    ),
)
# Sorts of steps of one kind, by the ways to say them.
SORTS: Final = {
    Kind.RESTRUCTURING: (
        ("leaders", LEADERS),
        (
            "jobs",
            ("JOBS", "<layoff>", "{layoff}", "{job}", "(staff)", "staff", "NUMBER furloughed"),
        ),
        ("sale", (*STAKES, "<sell")),
    ),
    Kind.INVESTMENT: (("sale", STAKES),),
    Kind.FUNDING: (("offer", ("ipo", "<gopublic>", "shares", "debut", "trading", "bell")),),
}


def sort_of(scene: Scene, kind: Kind, said: str) -> str:
    """Which step in the life of a plant these words tell; which sort of change, of money."""
    if kind is Kind.PARTNERSHIP:
        return "venture" if "venture" in scene.marked.tags else ""
    if kind is not Kind.FACTORY:
        sorts = SORTS.get(kind, ())
        return next((sort for sort, words in sorts if any(w in said for w in words)), "")
    if any(words in said for words in BEGUN):
        return "begun"
    if "<open" in said or "opening" in said:
        return "opened"
    return "grown" if any(words in said for words in GROWN) else ""
