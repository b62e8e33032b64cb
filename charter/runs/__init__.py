"""Runs: the life of one execution of an agent version: its loop, its journal, its events."""
