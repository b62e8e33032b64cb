"""The stories of runs: starting, the loop, following, steering, conversations."""
