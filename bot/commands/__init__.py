"""What people type: words in, an answer out; no platform is known here."""
