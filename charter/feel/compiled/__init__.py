"""Turns syntax trees into nested Python closures, and holds what they do at run time."""
