"""Guardrails: what is checked before a text has an effect, by which detectors, and what happens then."""
