"""The verbs, one file for each group of them; each ends in its list `VERBS`."""
