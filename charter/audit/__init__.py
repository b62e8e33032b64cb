"""Audit: what was done, by whom, when, on what; written in the transaction of its effect."""
