"""What to do: visit, read, extract, group, route, deliver, answer."""
