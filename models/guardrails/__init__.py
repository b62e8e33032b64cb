"""Trains the guardrail classifiers: data in, weights and card out. ``python -m models.guardrails``."""
