"""What the product remembers, and how to keep it."""
