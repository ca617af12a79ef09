"""One event, told by many: which statements are one step, which items are one story."""
