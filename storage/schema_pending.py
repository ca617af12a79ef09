"""The schema step of lists that wait for a yes."""

from typing import Final

PENDING: Final = (
    # Lists that were handed in and wait for a yes: nothing of them is watched yet.
    """CREATE TABLE pending_lists (
      workspace TEXT NOT NULL,
      id TEXT NOT NULL,
      platform TEXT NOT NULL,
      channel TEXT NOT NULL,
      actor TEXT NOT NULL,
      at TEXT NOT NULL,
      text TEXT NOT NULL,
      PRIMARY KEY (workspace, platform, channel, id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX pending_lists_by_age ON pending_lists (at)",
)
