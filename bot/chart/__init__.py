"""Charts: the steps of a company as a picture, drawn in a worker and kept by what they show."""
