"""The page of a company: its steps with all their evidence, as HTML that needs no script. Pure."""
