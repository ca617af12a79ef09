"""What a date, a sum and a count look like, one grammar a language; `dates` and `amounts` choose."""
