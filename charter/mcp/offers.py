"""What an MCP server says about itself, parsed leniently at the border: unknown members are left out."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue
from pydantic.alias_generators import to_camel


class _FromServer(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


class ToolOffer(_FromServer):
    """A tool as the server describes it. Nothing here is to be trusted, the annotations least of all."""

    name: str = Field(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9_./-]+$")
    title: str | None = Field(None, max_length=200)
    description: str = Field("", max_length=16_000)
    input_schema: dict[str, JsonValue]
    output_schema: dict[str, JsonValue] | None = None
    annotations: dict[str, JsonValue] = Field(default_factory=dict)


class ResourceOffer(_FromServer):
    """A resource as the server describes it."""

    uri: str = Field(max_length=2_000)
    name: str = Field(max_length=200)
    title: str | None = Field(None, max_length=200)
    description: str = Field("", max_length=16_000)
    mime_type: str | None = Field(None, max_length=200)


class PromptArgument(_FromServer):
    """An argument of a prompt."""

    name: str = Field(max_length=200)
    description: str = Field("", max_length=4_000)
    required: bool = False


class PromptOffer(_FromServer):
    """A prompt as the server describes it."""

    name: str = Field(max_length=200)
    title: str | None = Field(None, max_length=200)
    description: str = Field("", max_length=16_000)
    arguments: list[PromptArgument] = Field(default_factory=list, max_length=100)


class ServerFacts(_FromServer):
    """Who answers, which revision it speaks and what it can do."""

    name: str = Field("", max_length=200)
    version: str = Field("", max_length=100)
    revision: str
    capabilities: dict[str, JsonValue] = Field(default_factory=dict)
    instructions: str = Field("", max_length=16_000)

    def can(self, what: str) -> bool:
        """Say whether the server offers ``tools``, ``resources`` or ``prompts``."""
        return what in self.capabilities


class ToolResult(_FromServer):
    """What a tool returned: contents as the protocol writes them, and perhaps one structured value."""

    content: list[dict[str, JsonValue]] = Field(default_factory=list)
    structured_content: JsonValue = None
    is_error: bool = False

    def text(self) -> str:
        """Return the contents that are text, in order; a mark stands for each of the others."""
        return "\n".join(_text_of(part) for part in self.content)


def _text_of(part: dict[str, Any]) -> str:
    match part.get("type"):
        case "text":
            return str(part.get("text", ""))
        case "resource" if isinstance(part.get("resource"), dict) and "text" in part["resource"]:
            return str(part["resource"]["text"])
        case "resource_link":
            return f"[resource {part.get('uri')}]"
        case kind:
            return f"[{kind} left out]"
