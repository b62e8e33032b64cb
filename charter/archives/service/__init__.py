"""Verbs of archives."""
