"""A watchlist as a file: OPML, CSV, TOML, YAML in, and out again."""
