"""Input and output of MCP servers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, SecretStr, StringConstraints

from charter.core.ids import McpServerId, PrincipalId, ToolId
from charter.mcp.inputs import SamplingRules
from charter.mcp.models import OfferState, ServerAuth, ServerState
from charter.mcp.offers import PromptOffer, ResourceOffer
from charter.mcp.pinning import Flag

ServerName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$", max_length=30)]
Url = Annotated[
    str, StringConstraints(min_length=7, max_length=2_000, pattern=r"^(https?://[!-~]+|stdio:[a-z][a-z0-9_-]{0,39})$")
]
Key = Annotated[SecretStr, Field(min_length=1, max_length=10_000)]
HeaderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$")]
ToolName = Annotated[str, StringConstraints(min_length=1, max_length=128)]
TransportKind = Literal["auto", "sse"]
SpokenTransport = Literal["auto", "sse", "stdio"]


class Strict(BaseModel):
    """Accepts what its JSON Schema accepts and nothing else."""

    model_config = ConfigDict(extra="forbid", strict=True)


class OauthClient(Strict):
    """How Charter is registered at the server's authorization server, where it cannot register itself."""

    client_id: str = Field(min_length=1, max_length=500)
    client_secret: Key | None = None


class McpServerInput(Strict):
    """An MCP server to connect."""

    name: ServerName = Field(description="Its tools are named server.tool after it.", examples=["weather"])
    url: Url = Field(
        description="Its address, or `stdio:NAME` for a command that the operator named.",
        examples=["https://mcp.example.org/mcp"],
    )
    transport: TransportKind = Field("auto", description="`sse` for a server known to speak only the oldest one.")
    auth: ServerAuth = Field(ServerAuth.NONE, strict=False)
    api_key: Key | None = None
    auth_header: HeaderName = Field("Authorization", description="Header of the key; Authorization sends it as Bearer.")
    oauth_client: OauthClient | None = None
    scope: str | None = Field(None, max_length=1_000, description="OAuth scopes to ask for; left out: the server's.")
    even_if_it_does_not_answer: bool = Field(False, description="Store it all the same; refresh it when it runs.")


class McpServerChange(Strict):
    """What changes of a server. A new URL clears its key: that was given for the old one."""

    url: Url | None = None
    transport: TransportKind | None = None
    api_key: Key | None = None
    auth_header: HeaderName | None = None
    sampling: SamplingRules | None = Field(
        None,
        description="Let it have texts written by a model of the tenant; null turns that off. Needs budgets.write.",
    )


class ServerFactsRead(BaseModel):
    """What the server says about itself; nothing of it is to be trusted."""

    name: str
    version: str
    revision: str = Field(description="Revision of the Model Context Protocol that is spoken with it.")
    capabilities: dict[str, JsonValue]
    instructions: str


class McpServerSummary(BaseModel):
    """An MCP server as lists show it."""

    id: McpServerId
    name: str
    url: str
    transport: SpokenTransport
    auth: ServerAuth
    state: ServerState
    state_detail: str | None
    key_last4: str | None
    checked_at: datetime | None
    created_at: datetime


class McpServerRead(McpServerSummary):
    """An MCP server with what it offers."""

    auth_header: str
    facts: ServerFactsRead | None
    tools: dict[str, int] = Field(description="How many tools are in which state.")
    resources: list[ResourceOffer]
    prompts: list[PromptOffer]
    skipped: list[str] = Field(description="What it lists and Charter leaves out, and why.")
    sampling: SamplingRules | None = Field(description="What it may have written by a model of the tenant.")


class McpToolRead(BaseModel):
    """A tool that a server offers, whether approved or not."""

    name: str = Field(description="As the server calls it.")
    registered_name: str = Field(description="As agents are granted it.")
    state: OfferState
    title: str | None
    description: str
    input_schema: dict[str, JsonValue]
    output_schema: dict[str, JsonValue] | None
    annotations: dict[str, JsonValue] = Field(description="Hints of the server, which may be wrong.")
    hash: str = Field(description="Hash of what the server says now; an approval may name it.")
    pinned_hash: str | None = Field(description="Hash of what was approved.")
    flags: list[Flag] = Field(description="What looks like instructions hidden in its texts.")
    changes: list[dict[str, Any]] = Field(description="What differs from what was approved.")
    tool_id: ToolId | None
    approved_by: PrincipalId | None
    approved_at: datetime | None
    seen_at: datetime


class McpToolList(BaseModel):
    """All tools of a server."""

    items: list[McpToolRead]


class ApprovedTool(Strict):
    """A tool to approve; with its hash only if it still says what was read."""

    name: ToolName
    hash: str | None = Field(None, max_length=100)


class ApprovalInput(Strict):
    """Which tools to approve: those named, or all that wait and look harmless."""

    tools: Annotated[list[ApprovedTool], Field(max_length=2_000)] | None = None
    accept_flagged: bool = Field(False, description="Approve also what looks like hidden instructions.")


class RefusalInput(Strict):
    """Which tools to refuse; agents lose those that were approved."""

    tools: Annotated[list[ToolName], Field(min_length=1, max_length=2_000)]


class LeftOut(BaseModel):
    """A tool that was not approved, and why."""

    name: str
    why: str


class ApprovalRead(BaseModel):
    """What an approval did."""

    approved: list[str] = Field(description="Names under which agents can be granted the tools now.")
    left: list[LeftOut]
