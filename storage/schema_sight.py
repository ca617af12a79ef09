"""The schema steps of what each workspace may see: the sources that it watches, or has watched."""

from typing import Final

_ALWAYS: Final = "9999-12-31T23:59:59.999999+00:00"
_SO_FAR: Final = "coalesce((SELECT max(seen) FROM items WHERE source = {source}), '')"
_COUNT: Final = "UPDATE sights SET revision = revision + 1"


def _counting(name: str, event: str) -> str:
    return f"CREATE TRIGGER {name} AFTER {event} BEGIN\n      {_COUNT};\n    END"


SIGHT: Final = (
    # The items of a source that a workspace sees; '*': every workspace does.
    """CREATE TABLE seen_sources (
      workspace TEXT NOT NULL,
      source TEXT NOT NULL REFERENCES sources (id),
      until TEXT NOT NULL,              -- those first seen by then; the end of time: watched now
      PRIMARY KEY (workspace, source)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX seen_sources_by_source ON seen_sources (source)",
    # How often any of that has changed.
    "CREATE TABLE sights (revision INTEGER NOT NULL) STRICT",
    "INSERT INTO sights VALUES (1)",
    f"""INSERT INTO seen_sources (workspace, source, until)
      SELECT workspace, source, '{_ALWAYS}' FROM watches WHERE source IS NOT NULL""",  # noqa: S608 - a constant
    # What a workspace watched once is in its log.
    f"""INSERT OR IGNORE INTO seen_sources (workspace, source, until)
      SELECT DISTINCT c.workspace, s.id, {_SO_FAR.format(source="s.id")}
      FROM changes c JOIN sources s ON s.id = json_extract(c.before, '$.source')
      WHERE c.owned = 'watches'""",  # noqa: S608 - a constant
    # What the config file named is everybody's, and so is all where only one place is served. Of
    # the rest nobody knows whose it was.
    f"""INSERT OR IGNORE INTO seen_sources (workspace, source, until)
      SELECT '*', s.id, {_SO_FAR.format(source="s.id")} FROM sources s
      WHERE NOT EXISTS (SELECT 1 FROM seen_sources v WHERE v.source = s.id)
        AND (s.label <> '' OR (
          SELECT count(DISTINCT workspace) FROM watches WHERE workspace <> '*') <= 1)""",  # noqa: S608 - a constant
    f"""CREATE TRIGGER watch_begun AFTER INSERT ON watches WHEN new.source IS NOT NULL
    BEGIN
      INSERT INTO seen_sources (workspace, source, until)
        VALUES (new.workspace, new.source, '{_ALWAYS}')
        ON CONFLICT (workspace, source) DO UPDATE SET until = excluded.until;
    END""",  # noqa: S608 - a constant
    f"""CREATE TRIGGER watch_ended AFTER DELETE ON watches WHEN old.source IS NOT NULL
    BEGIN
      UPDATE seen_sources SET until = {_SO_FAR.format(source="old.source")}
        WHERE workspace = old.workspace AND source = old.source;
    END""",  # noqa: S608 - a constant
    _counting("sight_begun", "INSERT ON seen_sources"),
    _counting("sight_changed", "UPDATE ON seen_sources"),
    _counting("sight_ended", "DELETE ON seen_sources"),
    _counting("source_begun", "INSERT ON sources"),
)

# What a workspace knows better is laid over what it sees, and counted with it.
KNOWING: Final = tuple(
    _counting(f"{table}_{name}", f"{event} ON {table}")
    for table in ("own_companies", "own_names", "corrections")
    for name, event in (("begun", "INSERT"), ("changed", "UPDATE"), ("ended", "DELETE"))
)
