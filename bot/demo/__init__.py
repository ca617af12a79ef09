"""The demonstration: an archive of our own, a loopback server that plays it, and the player."""
