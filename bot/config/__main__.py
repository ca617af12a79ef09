"""Print the reference page."""

from bot.config.reference import reference

print(reference(), end="")  # noqa: T201 - this is its output
