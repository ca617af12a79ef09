"""What to do: visit, read, extract, group, route, deliver, answer."""

import os

# Sums of a sentence are too small to share among threads, which would wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
