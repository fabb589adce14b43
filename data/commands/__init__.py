"""``python -m data``: each command checks, computes or writes, and prints what it found."""
