"""What is taken out and brought in, as files."""
