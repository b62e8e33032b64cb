"""What the property tests share: a scripted model, callers that use it, and the command line over a real port."""

from tests.cli.commands.conftest import server
from tests.runs.conftest import builder, model

__all__ = ["builder", "model", "server"]
