"""Callers whose tenant uses a scripted model."""

from tests.runs.conftest import builder, make_agent, model

__all__ = ["builder", "make_agent", "model"]
