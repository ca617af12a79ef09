"""The length of a text as chat platforms count it at most: in UTF-16 units."""


def units(text: str) -> int:
    """The length in UTF-16 units.

    Slack and Discord say "characters" and not which; no counting of theirs comes to more than this.
    """
    return len(text) + sum(char > "\uffff" for char in text)


def cut(text: str, limit: int) -> str:
    """The text in at most `limit` units, at least 1, an ellipsis where it was cut."""
    if units(text) <= limit:
        return text
    kept, left = [], limit - 1
    for char in text:
        left -= units(char)
        if left < 0:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"
