"""The schema step of look-ups for SQLite (see `storage.migrations`): words, and what changed."""

from typing import Final

_TOUCH: Final = """INSERT INTO tellings (company, revision) VALUES ({company}, 1)
        ON CONFLICT (company) DO UPDATE SET revision = revision + 1"""


def _touching(name: str, event: str, *companies: str) -> str:
    touched = ";\n      ".join(_TOUCH.format(company=company) for company in companies)
    return f"CREATE TRIGGER {name} AFTER {event} BEGIN\n      {touched};\n    END"


LOOKUPS: Final = (
    # How often what is told of a company has changed; '*': what is told of all of them.
    """CREATE TABLE tellings (
      company TEXT PRIMARY KEY,
      revision INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "INSERT INTO tellings SELECT company, count(*) FROM milestones GROUP BY company",
    _touching("milestone_told", "INSERT ON milestones", "new.company"),
    _touching("milestone_gone", "DELETE ON milestones", "old.company"),
    _touching("milestone_changed", "UPDATE ON milestones", "old.company", "new.company"),
    _touching("denial_told", "INSERT ON denials", "new.company"),
    _touching("denial_gone", "DELETE ON denials", "old.company"),
    _touching("denial_changed", "UPDATE ON denials", "old.company", "new.company"),
    """CREATE TRIGGER item_changed AFTER UPDATE ON items
      WHEN old.url <> new.url OR old.title <> new.title OR old.seen <> new.seen
        OR old.published IS NOT new.published OR old.source <> new.source
    BEGIN
      UPDATE tellings SET revision = revision + 1 WHERE company IN (
        SELECT company FROM milestones WHERE item = new.id
        UNION SELECT company FROM denials WHERE item = new.id);
    END""",
    """CREATE TRIGGER source_renamed AFTER UPDATE OF title, label ON sources
      WHEN old.title <> new.title OR old.label <> new.label
    BEGIN
      INSERT INTO tellings (company, revision) VALUES ('*', 1)
        ON CONFLICT (company) DO UPDATE SET revision = revision + 1;
    END""",
    # What a page of the newest knows of, so that later pages know of no more.
    "CREATE INDEX items_by_seen ON items (seen)",
    # The words of each item, as `storage.tokens` takes it apart: only they are kept, no text.
    "CREATE VIRTUAL TABLE item_words USING fts5 (words, content = '', tokenize = 'unicode61')",
    """CREATE TABLE searched (
      number INTEGER PRIMARY KEY,       -- the row of its words; the newest told has the highest
      item TEXT NOT NULL UNIQUE REFERENCES items (id),
      indexed INTEGER NOT NULL          -- are its words kept
    ) STRICT""",
    """INSERT OR IGNORE INTO searched (number, item, indexed)
      SELECT search_number(told, id, content), id, 1 FROM items""",
    """INSERT INTO item_words (rowid, words)
      SELECT s.number, search_words(i.title || char(10) || t.text)
      FROM searched s JOIN items i ON i.id = s.item JOIN texts t ON t.item = i.id
      ORDER BY s.number""",
)

_STIR: Final = """INSERT INTO stirred (company, story, revision)
        SELECT company, {row}.story, revision FROM tellings WHERE company = {row}.company
        ON CONFLICT (company, story) DO UPDATE SET revision = excluded.revision"""


def _stirring(name: str, event: str, *rows: str) -> str:
    touched = [_TOUCH.format(company=f"{row}.company") for row in rows]
    done = ";\n      ".join([*touched, *(_STIR.format(row=row) for row in rows)])
    return f"CREATE TRIGGER {name} AFTER {event} ON milestones BEGIN\n      {done};\n    END"


STIRRED: Final = (
    # At which count each story of a company changed last, so that only those are read again.
    """CREATE TABLE stirred (
      company TEXT NOT NULL,
      story TEXT NOT NULL,
      revision INTEGER NOT NULL,
      PRIMARY KEY (company, story)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX stirred_by_revision ON stirred (company, revision)",
    "DROP TRIGGER milestone_told",
    "DROP TRIGGER milestone_gone",
    "DROP TRIGGER milestone_changed",
    "DROP TRIGGER item_changed",
    _stirring("milestone_told", "INSERT", "new"),
    _stirring("milestone_gone", "DELETE", "old"),
    _stirring("milestone_changed", "UPDATE", "old", "new"),
    """CREATE TRIGGER item_changed AFTER UPDATE ON items
      WHEN old.url <> new.url OR old.title <> new.title OR old.seen <> new.seen
        OR old.published IS NOT new.published OR old.source <> new.source
    BEGIN
      UPDATE tellings SET revision = revision + 1 WHERE company IN (
        SELECT company FROM milestones WHERE item = new.id
        UNION SELECT company FROM denials WHERE item = new.id);
      INSERT INTO stirred (company, story, revision)
        SELECT m.company, m.story, t.revision
        FROM milestones m JOIN tellings t ON t.company = m.company WHERE m.item = new.id
        ON CONFLICT (company, story) DO UPDATE SET revision = excluded.revision;
    END""",
    # A source has its own title from the first visit on, when nothing is told of it yet.
    "DROP TRIGGER source_renamed",
    """CREATE TRIGGER source_renamed AFTER UPDATE OF title, label ON sources
      WHEN (old.title <> new.title OR old.label <> new.label)
        AND EXISTS (SELECT 1 FROM items WHERE source = new.id)
    BEGIN
      INSERT INTO tellings (company, revision) VALUES ('*', 1)
        ON CONFLICT (company) DO UPDATE SET revision = revision + 1;
    END""",
)
