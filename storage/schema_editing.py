"""The schema step of what people put right: own companies, corrections, stories taken apart."""

from typing import Final

EDITING: Final = (
    # What one workspace knows better, laid over what is kept for all.
    """CREATE TABLE own_companies (
      workspace TEXT NOT NULL,
      id TEXT NOT NULL,                 -- holds '_', as no id of the catalogue does
      name TEXT NOT NULL,
      into_company TEXT NOT NULL,       -- under which its steps are shown; '': its own
      added_by TEXT NOT NULL,
      added_at TEXT NOT NULL,
      PRIMARY KEY (workspace, id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE own_names (
      workspace TEXT NOT NULL,
      name_key TEXT NOT NULL,           -- the name as names are compared
      company TEXT NOT NULL,            -- its own, or one of the catalogue
      name TEXT NOT NULL,
      common INTEGER NOT NULL,          -- also a word: it needs context
      position INTEGER NOT NULL,
      PRIMARY KEY (workspace, name_key)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE corrections (
      workspace TEXT NOT NULL,
      id TEXT NOT NULL,
      story TEXT NOT NULL,
      statements TEXT NOT NULL,         -- JSON list: as they were extracted
      value TEXT NOT NULL,              -- JSON: as it is to be
      slots TEXT NOT NULL,              -- JSON list: those of the value that count
      rejected INTEGER NOT NULL,
      editor TEXT NOT NULL,
      at TEXT NOT NULL,
      PRIMARY KEY (workspace, id)
    ) STRICT, WITHOUT ROWID""",
    # What a visit made of an item, for whoever asks why it came or did not.
    """CREATE TABLE readings (
      item TEXT PRIMARY KEY REFERENCES items (id),
      at TEXT NOT NULL,
      edits INTEGER NOT NULL,           -- how often it came again with other words
      article INTEGER NOT NULL,         -- read from the article behind the entry
      silent TEXT NOT NULL              -- why it raised nothing; '': it did
    ) STRICT, WITHOUT ROWID""",
    # A story that was put into another one: whoever asks for the first is shown the second.
    """CREATE TABLE merged_stories (
      story TEXT PRIMARY KEY REFERENCES stories (id),
      into_story TEXT NOT NULL REFERENCES stories (id)
    ) STRICT, WITHOUT ROWID""",
)
