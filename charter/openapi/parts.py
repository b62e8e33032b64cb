"""What tools from OpenAPI documents need from their process."""

from __future__ import annotations

from dataclasses import dataclass

from charter.core.guarded_client import GuardedClient
from charter.tools.service.desk import ToolDesk


@dataclass(frozen=True, slots=True)
class OpenApiParts:
    """The collaborators of one process."""

    http: GuardedClient
    desk: ToolDesk
