"""The steps of a company as files: CSV, JSON, iCalendar, Atom. Pure: values in, bytes out."""
