"""Tools that Charter makes for what a server offers beside tools: its resources and prompts.

They are approved, pinned, granted and called like the server's own tools. Their texts are ours and do not change with
what the server lists, so a server whose resources come and go is not held each time.
"""

from __future__ import annotations

from typing import Any

from pydantic import JsonValue

from charter.mcp.client import McpClient
from charter.mcp.offers import PromptOffer, ResourceOffer, ServerFacts, ToolOffer

_NOTHING: dict[str, JsonValue] = {"type": "object", "properties": {}, "additionalProperties": False}
_LISTED = 500


def _wanting(required: str, **properties: dict[str, JsonValue]) -> dict[str, JsonValue]:
    schema: dict[str, JsonValue] = {
        "type": "object",
        "properties": {**properties},
        "required": [required],
        "additionalProperties": False,
    }
    return schema


_TOOLS: dict[str, tuple[str, ToolOffer]] = {
    offer.name: (what, offer)
    for what, offer in (
        ("resources", ToolOffer(
            name="resources/list", description="List the resources of this MCP server.", input_schema=_NOTHING,
            annotations={"readOnlyHint": True},
        )),
        ("resources", ToolOffer(
            name="resources/read", description="Read a resource of this MCP server by its URI.",
            input_schema=_wanting("uri", uri={"type": "string", "minLength": 1, "maxLength": 2_000}),
            annotations={"readOnlyHint": True},
        )),
        ("prompts", ToolOffer(
            name="prompts/list", description="List the prompts of this MCP server and their arguments.",
            input_schema=_NOTHING, annotations={"readOnlyHint": True},
        )),
        ("prompts", ToolOffer(
            name="prompts/get", description="Fill in a prompt of this MCP server and return its messages.",
            input_schema=_wanting(
                "name",
                name={"type": "string", "minLength": 1, "maxLength": 200},
                arguments={
                    "type": "object",
                    "maxProperties": 100,
                    "additionalProperties": {"type": "string", "maxLength": 20_000},
                },
            ),
            annotations={"readOnlyHint": True},
        )),
    )
}  # fmt: skip


def with_ours(facts: ServerFacts, tools: list[ToolOffer], skipped: list[str]) -> list[ToolOffer]:
    """Return a server's tools with ours for its resources and prompts; its own of our names are left out and named."""
    kept = [tool for tool in tools if tool.name not in _TOOLS]
    skipped += [f"{tool.name}: Charter's own tool has this name" for tool in tools if tool.name in _TOOLS]
    return kept + [offer for what, offer in _TOOLS.values() if facts.can(what)]


def is_ours(name: str) -> bool:
    """Say whether a tool is one of ours."""
    return name in _TOOLS


async def call(client: McpClient, name: str, arguments: dict[str, Any], *, timeout_s: float) -> JsonValue:
    """Return what one of our tools reads from a server.

    Raises:
        McpError: the server refuses, or fails.
    """
    match name:
        case "resources/list":
            return {"resources": [_resource(offer) for offer in (await client.resources())[:_LISTED]]}
        case "resources/read":
            contents = await client.read_resource(arguments["uri"], timeout_s=timeout_s)
            return {"contents": [_content(part) for part in contents]}
        case "prompts/list":
            return {"prompts": [_prompt(offer) for offer in (await client.prompts())[:_LISTED]]}
        case "prompts/get":
            messages = await client.get_prompt(arguments["name"], arguments.get("arguments", {}), timeout_s=timeout_s)
            return {"messages": [_message(part) for part in messages]}
        case _:
            raise LookupError(name)


def _resource(offer: ResourceOffer) -> JsonValue:
    return offer.model_dump(mode="json", exclude_defaults=True)


def _prompt(offer: PromptOffer) -> JsonValue:
    return offer.model_dump(mode="json", exclude_defaults=True)


def _content(part: dict[str, Any]) -> JsonValue:
    """Return a content as a model can read it: bytes are left out."""
    kept: dict[str, JsonValue] = {"uri": str(part.get("uri", ""))}
    if isinstance(part.get("mimeType"), str):
        kept["mime_type"] = part["mimeType"]
    if isinstance(part.get("text"), str):
        return kept | {"text": part["text"]}
    return kept | {"left_out": f"{len(str(part.get('blob', ''))) * 3 // 4} bytes that are no text"}


def _message(part: dict[str, Any]) -> JsonValue:
    content = part.get("content")
    said = content if isinstance(content, dict) else {}
    text: JsonValue
    match said.get("type"):
        case "text":
            text = str(said.get("text", ""))
        case "resource" if isinstance(said.get("resource"), dict):
            text = _content(said["resource"])
        case kind:
            text = f"[{str(kind)[:40]} left out]"
    return {"role": str(part.get("role", ""))[:40], "content": text}
