"""Tools written in Python: read and checked without being run (``ast`` only), run in the sandbox only."""
