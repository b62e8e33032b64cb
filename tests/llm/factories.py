"""Valid requests and targets with one call."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from charter.llm.schemas import Capabilities, Message, ModelRequest, ResolvedRoute, Target, ToolSpec

TENANT = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
ABLE = Capabilities(
    tools=True,
    json_schema=True,
    vision=True,
    context_window=100_000,
    input_price=1_000_000,
    output_price=2_000_000,
    cached_input_price=100_000,
)
CLOCK = ToolSpec(
    "clock",
    "Tells the time.",
    {"type": "object", "properties": {"zone": {"type": "string"}}, "required": ["zone"], "additionalProperties": False},
)
# Kind, and what follows the address of the fake server in its base URL.
WIRES = {
    "openai": "/v1",
    "openai_responses": "/v1",
    "anthropic": "",
    "gemini": "/v1beta",
    "mistral": "/v1",
    "ollama": "",
}


def make_target(url: str = "http://127.0.0.1:9", kind: str = "openai", number: int = 1, **changes: Any) -> Target:
    values: dict[str, Any] = {
        "tenant_id": TENANT,
        "provider_id": UUID(int=number),
        "provider_slug": f"{kind}-{number}",
        "kind": kind,
        "base_url": url + WIRES.get(kind, "/v1"),
        "model": "fake-large",
        "capabilities": ABLE,
        "api_key": "sk-test-key-0123456789",
    }
    return Target(**values | changes)


def make_route(*targets: Target, strategy: str = "ordered") -> ResolvedRoute:
    return ResolvedRoute("default", strategy, targets)


def make_request(text: str = "What time is it?", **changes: Any) -> ModelRequest:
    values: dict[str, Any] = {"messages": [Message("system", "Be brief."), Message("user", text)]}
    return ModelRequest(**values | changes)
