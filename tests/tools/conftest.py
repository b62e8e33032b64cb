"""A scripted model server and callers whose tenant uses it, as for runs."""

from tests.runs.conftest import builder, make_agent, model

__all__ = ["builder", "make_agent", "model"]
