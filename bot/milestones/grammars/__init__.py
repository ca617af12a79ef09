"""What dates, sums and counts look like, one grammar a language; `dates` and `amounts` choose."""
