"""The ordered list of schema steps for SQLite; a released step is never edited, only followed.

Times are ISO 8601 text in UTC (see `storage.rows`). STRICT tables refuse a value of another type.
"""

from typing import Final

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from storage import search, tokens
from storage.coverage import GLANCES
from storage.own_settings import OWN_SETTINGS
from storage.schema_editing import EDITING
from storage.schema_lookups import LOOKUPS, STIRRED
from storage.schema_pending import PENDING
from storage.schema_sight import KNOWING, SIGHT
from storage.tending import TENDING

SOURCES: Final = (
    """CREATE TABLE sources (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      url TEXT NOT NULL,
      label TEXT NOT NULL DEFAULT '',   -- the operator's own name for it, from the config file
      title TEXT NOT NULL,              -- as given when added, then as the source tells it
      company TEXT,
      language TEXT,
      trust INTEGER NOT NULL,
      every_s REAL NOT NULL,
      backfill INTEGER NOT NULL,
      memory TEXT NOT NULL,             -- JSON object of text
      failures INTEGER NOT NULL,        -- in a row
      fault TEXT,
      last_try TEXT,
      last_success TEXT,
      last_new TEXT,
      next_try TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX sources_by_next_try ON sources (next_try)",
    # Slim rows, as every look-up joins them; what is read in full has a table of its own.
    """CREATE TABLE items (
      id TEXT PRIMARY KEY,
      source TEXT NOT NULL REFERENCES sources (id),
      key TEXT NOT NULL,
      told TEXT NOT NULL,               -- published, or first seen where that is unknown
      published TEXT,
      seen TEXT NOT NULL,
      url TEXT NOT NULL,
      title TEXT NOT NULL,
      language TEXT NOT NULL,
      content TEXT NOT NULL,            -- digest: has the reader's text changed?
      UNIQUE (source, key)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE texts (
      item TEXT PRIMARY KEY REFERENCES items (id),
      text TEXT NOT NULL,
      claims TEXT NOT NULL              -- JSON list of milestones
    ) STRICT""",
    "CREATE INDEX items_by_told ON items (told)",
    """CREATE TABLE marks (
      source TEXT NOT NULL,             -- that of the item: identity is looked for within a source
      mark TEXT NOT NULL,
      item TEXT NOT NULL REFERENCES items (id),
      position INTEGER NOT NULL,
      PRIMARY KEY (source, mark, item)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX marks_by_item ON marks (item, position)",
)

STORIES: Final = (
    """CREATE TABLE stories (
      id TEXT PRIMARY KEY,
      revision INTEGER NOT NULL,
      companies TEXT NOT NULL,          -- JSON list; story_companies is for finding
      title TEXT NOT NULL,
      gist TEXT NOT NULL,
      items TEXT NOT NULL,              -- JSON list, in the order met; story_items is for finding
      first_seen TEXT NOT NULL,
      last_seen TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE story_companies (
      company TEXT NOT NULL,
      last_seen TEXT NOT NULL,          -- that of the story: one index answers `candidates`
      story TEXT NOT NULL REFERENCES stories (id),
      PRIMARY KEY (company, last_seen, story)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX story_companies_by_story ON story_companies (story)",
    """CREATE TABLE story_items (
      item TEXT NOT NULL REFERENCES items (id),
      story TEXT NOT NULL REFERENCES stories (id),
      PRIMARY KEY (item, story)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX story_items_by_story ON story_items (story)",
    # Those of a company lie together: a timeline is one walk, even when nothing of it is cached.
    # Two statements of one item may share an id and differ in the sum: the place is in the key.
    """CREATE TABLE milestones (
      story TEXT NOT NULL REFERENCES stories (id),
      position INTEGER NOT NULL,
      item TEXT NOT NULL REFERENCES items (id),
      company TEXT NOT NULL,
      kind TEXT NOT NULL,
      phase TEXT NOT NULL,
      certainty TEXT NOT NULL,
      evidence TEXT NOT NULL,
      headline INTEGER NOT NULL,
      span_start TEXT,                  -- both inclusive
      span_end TEXT,
      amount TEXT,                      -- decimal, plain units
      currency TEXT,
      quantity TEXT,                    -- decimal
      unit TEXT,
      agency TEXT,
      subject TEXT,
      rules TEXT NOT NULL,
      PRIMARY KEY (company, story, position)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX milestones_by_story ON milestones (story, position)",
    "CREATE INDEX milestones_by_item ON milestones (item)",
)

OUTBOX: Final = (
    """CREATE TABLE deliveries (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order in which a channel hears
      key TEXT NOT NULL UNIQUE,
      platform TEXT NOT NULL,
      workspace TEXT NOT NULL,
      channel TEXT NOT NULL,
      story TEXT NOT NULL REFERENCES stories (id),
      revision INTEGER NOT NULL,
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      not_before TEXT,
      message TEXT,
      fault TEXT,
      created TEXT NOT NULL,
      attempted TEXT,
      settled TEXT,
      leased_until TEXT                 -- until then one worker alone may touch it
    ) STRICT""",
    """CREATE INDEX deliveries_open ON deliveries (platform, workspace, channel, seq)
      WHERE state IN ('waiting', 'sending', 'uncertain')""",
    "CREATE INDEX deliveries_by_story ON deliveries (story, platform, workspace, channel)",
)

WATCHLIST: Final = (
    # Workspace '*' is the config file's: shared by every workspace.
    """CREATE TABLE watches (
      workspace TEXT NOT NULL,
      source TEXT REFERENCES sources (id),
      company TEXT,
      managed INTEGER NOT NULL,
      added_by TEXT NOT NULL,
      added_at TEXT,
      UNIQUE (source, workspace),
      UNIQUE (company, workspace),
      CHECK ((source IS NULL) <> (company IS NULL))
    ) STRICT""",
    # Beside the watches, so that a workspace may pause for itself what the config file watches.
    """CREATE TABLE pauses (
      workspace TEXT NOT NULL,
      source TEXT REFERENCES sources (id),
      company TEXT,
      until TEXT NOT NULL,
      UNIQUE (source, workspace),
      UNIQUE (company, workspace),
      CHECK ((source IS NULL) <> (company IS NULL))
    ) STRICT""",
    """CREATE TABLE subscriptions (
      id TEXT PRIMARY KEY,
      platform TEXT NOT NULL,
      workspace TEXT NOT NULL,
      channel TEXT NOT NULL,
      all_companies INTEGER NOT NULL,   -- those that the workspace watches; else see followed
      kinds TEXT NOT NULL,              -- JSON list
      floor TEXT NOT NULL,
      language TEXT NOT NULL,
      updates TEXT NOT NULL,
      managed INTEGER NOT NULL,
      UNIQUE (workspace, platform, channel)
    ) STRICT""",
    """CREATE TABLE followed (
      subscription TEXT NOT NULL REFERENCES subscriptions (id),
      company TEXT NOT NULL,
      position INTEGER NOT NULL,
      managed INTEGER NOT NULL,
      PRIMARY KEY (subscription, company)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX followed_by_company ON followed (company)",
    """CREATE TABLE audits (
      id INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      platform TEXT NOT NULL,
      workspace TEXT NOT NULL,
      channel TEXT NOT NULL,
      actor TEXT NOT NULL,
      actor_name TEXT NOT NULL,
      command TEXT NOT NULL,
      allowed INTEGER NOT NULL,
      before TEXT,
      after TEXT
    ) STRICT""",
    "CREATE INDEX audits_by_workspace ON audits (workspace, id)",
    # Since when each watched source is to be visited: '' at once, else the end of the pause that
    # ends first. What the config file watches rests only while every workspace has paused it.
    """CREATE VIEW live_sources AS
      WITH workspaces AS (
        SELECT workspace FROM subscriptions UNION SELECT workspace FROM pauses
        UNION SELECT workspace FROM watches WHERE workspace <> '*'
      ),
      eyes AS (
        SELECT w.source, w.workspace FROM watches w
        WHERE w.source IS NOT NULL AND (w.workspace <> '*'
          OR NOT EXISTS (SELECT 1 FROM pauses p WHERE p.source = w.source))
        UNION
        SELECT w.source, s.workspace FROM watches w CROSS JOIN workspaces s
        WHERE w.source IS NOT NULL AND w.workspace = '*'
          AND EXISTS (SELECT 1 FROM pauses p WHERE p.source = w.source)
      )
      SELECT e.source, min(coalesce(p.until, '')) AS since
      FROM eyes e LEFT JOIN pauses p ON p.source = e.source AND p.workspace = e.workspace
      GROUP BY e.source""",
)

MODEL: Final = (
    # Items that the rules left in doubt and a language model is to be asked about.
    """CREATE TABLE questions (
      item TEXT PRIMARY KEY REFERENCES items (id),
      not_before TEXT NOT NULL,
      tries INTEGER NOT NULL,
      closed TEXT,
      outcome TEXT
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX questions_open ON questions (not_before) WHERE closed IS NULL",
    """CREATE TABLE model_calls (
      id INTEGER PRIMARY KEY,
      key TEXT NOT NULL,                -- digest of model and question
      model TEXT NOT NULL,
      at TEXT NOT NULL,
      tokens INTEGER NOT NULL,
      answer TEXT                       -- NULL: none came back
    ) STRICT""",
    "CREATE INDEX model_calls_by_key ON model_calls (key)",
    "CREATE INDEX model_calls_by_time ON model_calls (at)",
)

SUPPORT: Final = (
    # JSON list of the further sentences that slots came from.
    "ALTER TABLE milestones ADD COLUMN support TEXT NOT NULL DEFAULT '[]'",
)

CHANCES: Final = (
    # How likely a step is read right; what was kept before counts as sure.
    "ALTER TABLE milestones ADD COLUMN chance REAL NOT NULL DEFAULT 1.0",
)

DATING: Final = (
    # How likely the date of a step is right; what was kept before counts as sure.
    "ALTER TABLE milestones ADD COLUMN when_chance REAL NOT NULL DEFAULT 1.0",
)

REACHING: Final = (
    # How likely the phase of a step is right; what was kept before counts as sure.
    "ALTER TABLE milestones ADD COLUMN phase_chance REAL NOT NULL DEFAULT 1.0",
)

GROWTH: Final = (
    # Read with the story and never looked into by a query: JSON lists.
    "ALTER TABLE stories ADD COLUMN changes TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE stories ADD COLUMN joins TEXT NOT NULL DEFAULT '[]'",
    """CREATE TABLE denials (
      id TEXT PRIMARY KEY,
      item TEXT NOT NULL REFERENCES items (id),
      story TEXT REFERENCES stories (id),  -- of the step that it denies; NULL when none is known
      position INTEGER NOT NULL,
      company TEXT NOT NULL,
      kind TEXT,                        -- NULL: the text does not tell which step
      evidence TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX denials_by_story ON denials (story, position)",
    "CREATE INDEX denials_by_item ON denials (item)",
    "CREATE INDEX denials_by_company ON denials (company)",
    """CREATE TABLE pins (
      item TEXT NOT NULL REFERENCES items (id),
      story TEXT NOT NULL REFERENCES stories (id),
      PRIMARY KEY (item, story)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX pins_by_story ON pins (story)",
    # What is planned and dated, for the promises of a company and what has become of them.
    """CREATE INDEX milestones_ahead ON milestones (company, span_end)
      WHERE span_end IS NOT NULL AND phase IN ('planned', 'pending', 'delayed')""",
    "ALTER TABLE subscriptions ADD COLUMN promises INTEGER NOT NULL DEFAULT 0",
)

PARKING: Final = (
    # Channels that take nothing until something is mended: their deliveries wait.
    """CREATE TABLE parked (
      platform TEXT NOT NULL,
      workspace TEXT NOT NULL,
      channel TEXT NOT NULL,
      since TEXT NOT NULL,
      fault TEXT NOT NULL,
      next_probe TEXT NOT NULL,
      probes INTEGER NOT NULL,
      told INTEGER NOT NULL,
      PRIMARY KEY (platform, workspace, channel)
    ) STRICT, WITHOUT ROWID""",
)

RESPONSES: Final = (
    # What people made of alerts: what a channel hears nothing of, and what is no milestone.
    """CREATE TABLE silences (
      platform TEXT NOT NULL,
      workspace TEXT NOT NULL,
      channel TEXT NOT NULL,
      what TEXT NOT NULL,
      name TEXT NOT NULL,
      label TEXT NOT NULL,
      until TEXT NOT NULL,
      PRIMARY KEY (platform, workspace, channel, what, name)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE flags (
      story TEXT NOT NULL REFERENCES stories (id),
      platform TEXT NOT NULL,
      workspace TEXT NOT NULL,
      channel TEXT NOT NULL,
      actor TEXT NOT NULL,
      actor_name TEXT NOT NULL,
      at TEXT NOT NULL,
      PRIMARY KEY (workspace, story, platform, actor)
    ) STRICT, WITHOUT ROWID""",
    # "Why this alert?" starts from a message.
    """CREATE INDEX deliveries_by_message ON deliveries (message, channel)
      WHERE message IS NOT NULL""",
)

SECRETS: Final = (
    """CREATE TABLE secrets (
      platform TEXT NOT NULL,
      workspace TEXT NOT NULL,
      secret TEXT NOT NULL,             -- encrypted
      at TEXT NOT NULL,
      PRIMARY KEY (platform, workspace)
    ) STRICT, WITHOUT ROWID""",
)

RULES: Final = (
    # The rules of a channel: see `storage.pacing` for how they are spelled.
    "ALTER TABLE subscriptions ADD COLUMN news TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE subscriptions ADD COLUMN pace TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE subscriptions ADD COLUMN calls TEXT NOT NULL DEFAULT '[]'",
    # The pace that a held row was held by: it is decided anew when the channel has another one.
    "ALTER TABLE deliveries ADD COLUMN held_by TEXT",
    # The key of the message that tells several rows at once.
    "ALTER TABLE deliveries ADD COLUMN digest TEXT",
    """CREATE INDEX deliveries_held ON deliveries
      (platform, workspace, channel, held_by, not_before) WHERE state = 'held'""",
    "CREATE INDEX deliveries_by_digest ON deliveries (digest) WHERE digest IS NOT NULL",
    # How many messages a channel has had of late.
    """CREATE INDEX deliveries_settled ON deliveries
      (platform, workspace, channel, settled, message) WHERE state = 'sent'""",
)

CHANGES: Final = (
    "ALTER TABLE audits ADD COLUMN needs TEXT NOT NULL DEFAULT 'editor'",
    "ALTER TABLE audits ADD COLUMN undoes INTEGER",
    "ALTER TABLE audits ADD COLUMN undone INTEGER",
    # The rows of the tables of `storage.owned` that an edit changed, as JSON; NULL: no such row.
    """CREATE TABLE changes (
      audit INTEGER NOT NULL REFERENCES audits (id),
      position INTEGER NOT NULL,
      workspace TEXT NOT NULL,
      owned TEXT NOT NULL,              -- the table
      key TEXT NOT NULL,                -- JSON list
      topic TEXT NOT NULL,              -- JSON list: what the row is about
      before TEXT,
      after TEXT,
      PRIMARY KEY (audit, position)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX changes_by_topic ON changes (workspace, topic, audit)",
    # Given by admins; who has no row has the role that the platform's own word maps to.
    """CREATE TABLE roles (
      workspace TEXT NOT NULL,
      platform TEXT NOT NULL,
      user TEXT NOT NULL,               -- '*': all who have no row
      name TEXT NOT NULL,
      role TEXT NOT NULL,
      PRIMARY KEY (workspace, platform, user)
    ) STRICT, WITHOUT ROWID""",
    # Workspaces in which nothing is posted for a while.
    """CREATE TABLE hushes (
      workspace TEXT PRIMARY KEY,
      since TEXT NOT NULL,
      until TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    # Channels whose data are shown nowhere else.
    """CREATE TABLE private_channels (
      platform TEXT NOT NULL,
      workspace TEXT NOT NULL,
      channel TEXT NOT NULL,
      PRIMARY KEY (platform, workspace, channel)
    ) STRICT, WITHOUT ROWID""",
    # Workspaces that removed the bot, and when: they are erased after a while.
    """CREATE TABLE departures (
      platform TEXT NOT NULL,
      workspace TEXT NOT NULL,
      at TEXT NOT NULL,
      PRIMARY KEY (platform, workspace)
    ) STRICT, WITHOUT ROWID""",
)

KINDS: Final = (
    # What the reader of a source goes by, beside its address: JSON object of text.
    "ALTER TABLE sources ADD COLUMN settings TEXT NOT NULL DEFAULT '{}'",
)

LINKS: Final = (
    # Addresses of pages that a workspace gave out. Of what makes one unguessable only a digest.
    """CREATE TABLE links (
      id TEXT NOT NULL,
      workspace TEXT NOT NULL,
      company TEXT NOT NULL,
      language TEXT NOT NULL,
      digest TEXT NOT NULL UNIQUE,
      made_by TEXT NOT NULL,
      made_at TEXT NOT NULL,
      until TEXT,                       -- NULL: until it is revoked
      PRIMARY KEY (workspace, id)
    ) STRICT, WITHOUT ROWID""",
)

STEPS: Final = {
    "0001_sources_and_items": SOURCES,
    "0002_stories_and_milestones": STORIES,
    "0003_outbox": OUTBOX,
    "0004_watchlist": WATCHLIST,
    "0005_growth_of_stories": GROWTH,
    "0006_model": MODEL,
    "0007_support": SUPPORT,
    "0008_parking": PARKING,
    "0009_responses": RESPONSES,
    "0010_secrets": SECRETS,
    "0011_changes": CHANGES,
    "0012_channel_rules": RULES,
    "0013_lookups": LOOKUPS,
    "0014_links": LINKS,
    "0016_editing": EDITING,
    "0017_tending": TENDING,
    "0018_kinds_of_sources": KINDS,
    "0019_pending_lists": PENDING,
    "0020_own_settings": OWN_SETTINGS,
    "0021_changed_stories": STIRRED,
    "0022_sight": SIGHT,
    "0023_glances": GLANCES,
    "0024_knowing": KNOWING,
    "0025_chances": CHANCES,
    "0026_dating": DATING,
    "0027_reaching": REACHING,
}


def steps() -> Migrations:
    """The steps in their order; each runs whole or not at all."""
    migrations = Migrations("evwatch")
    for name, statements in STEPS.items():
        migrations(name=name)(_Step(name, statements))
    return migrations


class _Step:
    """One step, as sqlite-utils calls it."""

    def __init__(self, name: str, statements: tuple[str, ...]) -> None:
        self.__name__ = name
        self._statements = statements

    def __call__(self, db: Database, /) -> None:
        # What was kept before a search came in is made searchable by the step that brings it.
        db.register_function(tokens.kept, name="search_words", replace=True)
        db.register_function(search.number, name="search_number", replace=True)
        for statement in self._statements:
            db.execute(statement)
