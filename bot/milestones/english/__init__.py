"""English by rules: words, grammar, steps, actors, certainty, slots, headline."""
