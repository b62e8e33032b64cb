"""The definition of an agent, and the input and output of this room."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated, Literal

import orjson
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints

from charter.agents.models import AgentVersionState
from charter.core.ids import AgentId, AgentVersionId

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$")]
AgentName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100, pattern=r"\S"),
    AfterValidator(lambda name: name.strip(" \t\r\n")),
]


def _integral(value: object) -> object:
    """Whole numbers as JSON Schema sees them: 20.0 is one, "20" and true are not."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _canonical_numbers(value: JsonValue) -> JsonValue:
    """Numbers as a database hands them back: 1e16 is a whole number, and -0 is 0. Equal content, equal hash."""
    match value:
        case float() if value.is_integer() and abs(value) < 2**63:
            return int(value)
        case bool():
            return value
        case int() if not -(2**63) <= value < 2**63:
            return float(value)
        case list():
            return [_canonical_numbers(item) for item in value]
        case dict():
            return {name: _canonical_numbers(item) for name, item in value.items()}
        case _:
            return value


_positive_zero = AfterValidator(lambda value: value + 0.0)
_whole = BeforeValidator(_integral)

JsonObject = Annotated[dict[str, JsonValue], AfterValidator(_canonical_numbers)]


class _Strict(BaseModel):
    """Accepts what its JSON Schema accepts and nothing else: no unknown fields, no numbers in quotes.

    A misspelt limit must not be silently ignored, and the form, the API and files must refuse alike.
    """

    model_config = ConfigDict(extra="forbid", strict=True)


class ModelParameters(_Strict):
    """How the model generates; what is left out is the provider's default."""

    # The bounds stand inside: around "or null" Pydantic would leave them out of the JSON Schema.
    temperature: Annotated[float, Field(ge=0, le=2), _positive_zero] | None = None
    top_p: Annotated[float, Field(gt=0, le=1)] | None = None
    max_tokens: Annotated[int, Field(ge=1, le=1_000_000), _whole] | None = Field(
        None, description="Most tokens in one answer."
    )
    stop: list[Annotated[str, StringConstraints(min_length=1, max_length=100)]] = Field(
        default_factory=list, max_length=4
    )
    # Beyond this a browser cannot tell whole numbers apart.
    seed: Annotated[int, Field(ge=-(2**53) + 1, le=2**53 - 1), _whole] | None = None


class ToolGrant(_Strict):
    """A tool that the agent may call."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")] = Field(examples=["calculator"])


class AgentMemory(_Strict):
    """What the agent is reminded of."""

    history_turns: Annotated[int, _whole] = Field(
        20, ge=0, le=200, description="Turns of the conversation that the model is shown."
    )


class AgentLimits(_Strict):
    """What one run may use at most; a run that would use more fails with a typed error."""

    model_calls: Annotated[int, _whole] = Field(20, ge=1, le=1_000)
    tool_calls: Annotated[int, _whole] = Field(50, ge=0, le=10_000)
    tokens: Annotated[int, _whole] = Field(
        200_000, ge=1, le=100_000_000, description="Input and output tokens together."
    )
    time_s: float = Field(300, gt=0, le=86_400)
    cost_micros: Annotated[int, _whole] = Field(
        1_000_000, ge=0, le=10**12, description="Money in millionths of a US dollar."
    )


class AgentDefinition(_Strict):
    """What an agent is: its charter. Immutable once published; equal definitions have equal content hashes."""

    description: str = Field("", max_length=1_000)
    instructions: Annotated[str, StringConstraints(min_length=1, max_length=50_000, pattern=r"\S")]
    model: str = Field("default", min_length=1, max_length=200, description="A model route, or provider/model.")
    parameters: ModelParameters = Field(default_factory=ModelParameters)
    tools: list[ToolGrant] = Field(default_factory=list, max_length=64)
    hand_offs: list[Slug] = Field(default_factory=list, max_length=32, description="Agents it may hand work to.")
    memory: AgentMemory = Field(default_factory=AgentMemory)
    output_schema: JsonObject | None = Field(None, description="JSON Schema that the answer must satisfy.")
    limits: AgentLimits = Field(default_factory=AgentLimits)

    def canonical(self) -> dict[str, JsonValue]:
        """Return the definition with all defaults filled in, as stored and hashed."""
        document: dict[str, JsonValue] = self.model_dump(mode="json")
        return document

    def content_hash(self) -> str:
        """Return ``sha256:`` and the hash of the canonical JSON (sorted keys, no spaces)."""
        return "sha256:" + hashlib.sha256(orjson.dumps(self.canonical(), option=orjson.OPT_SORT_KEYS)).hexdigest()


class DefinitionProblem(BaseModel):
    """One thing wrong with a definition; errors prevent publishing, warnings do not."""

    path: str = Field(description="JSON Pointer into the definition.")
    message: str
    suggestion: str | None
    severity: Literal["error", "warning"]


class DefinitionCheck(BaseModel):
    """Whether a definition can be published as it is."""

    valid: bool
    problems: list[DefinitionProblem]


class DefinitionInput(_Strict):
    """A definition as it is being typed: anything, checked by the server."""

    definition: dict[str, JsonValue]


class ValidationInput(DefinitionInput):
    """A definition to look at, and of which agent it is to be, if there is one: that tells circles of hand-offs."""

    agent: str | None = Field(None, max_length=100, description="Slug of the agent whose definition this is.")


class AgentInput(_Strict):
    """A new agent: from a template with parameters, or from a definition (then a draft unless ``publish``)."""

    name: AgentName
    slug: Slug | None = None
    template: str | None = None
    parameters: dict[str, JsonValue] = Field(default_factory=dict)
    definition: dict[str, JsonValue] | None = None
    publish: bool = True


class AgentChange(_Strict):
    """What of an agent itself can change."""

    name: AgentName | None = None


class CloneInput(_Strict):
    """The copy's name."""

    name: AgentName
    slug: Slug | None = None


class AgentVersionSummary(BaseModel):
    """A version without its definition."""

    model_config = ConfigDict(from_attributes=True)
    id: AgentVersionId
    number: int
    state: AgentVersionState
    content_hash: str
    created_at: datetime
    published_at: datetime | None


class AgentVersionRead(AgentVersionSummary):
    """A version with its definition."""

    definition: AgentDefinition


class AgentSummary(BaseModel):
    """An agent in a list."""

    id: AgentId
    slug: str
    name: str
    description: str
    published_version: int | None
    latest_version: int
    created_at: datetime
    updated_at: datetime


class AgentRead(AgentSummary):
    """An agent with the definition that runs now (or, before the first publication, the latest draft)."""

    definition: AgentDefinition


class RollbackInput(_Strict):
    """Which version to go back to; left out: the one published before the present one."""

    number: Annotated[int, Field(ge=1, le=2**31 - 1), _whole] | None = None


class TemplateRead(BaseModel):
    """A starting point for a new agent."""

    slug: str
    version: int
    name: str
    description: str
    parameters: dict[str, JsonValue] = Field(description="JSON Schema of the parameters.")
    suggested_inputs: list[str]


class TemplatePreviewInput(_Strict):
    """Parameters as they are being typed."""

    parameters: dict[str, JsonValue] = Field(default_factory=dict)


class TemplatePreview(BaseModel):
    """The definition that these parameters give, and what is wrong with them."""

    definition: AgentDefinition | None
    problems: list[DefinitionProblem]


class DiffEntry(BaseModel):
    """One difference between two definitions, in words a person understands."""

    path: str = Field(description="JSON Pointer into the definition; tools and hand-offs by their name.")
    kind: Literal["added", "removed", "changed"]
    before: JsonValue
    after: JsonValue
    summary: str = Field(examples=["May now call fetch.", "Temperature raised from 0.2 to 0.7."])


class DefinitionDiff(BaseModel):
    """What changed between two versions; ``from_version`` is null when there was none before."""

    from_version: int | None
    to_version: int | None
    equal: bool
    changes: list[DiffEntry]


class AgentFile(_Strict):
    """An agent as a file: one YAML document of this form."""

    api_version: Literal["charter/v1"]
    kind: Literal["Agent"]
    name: AgentName
    slug: Slug | None = Field(None, description="Which agent this is; left out: made from the name.")
    definition: dict[str, JsonValue]


class AppliedAgent(BaseModel):
    """What applying one document did (or would do): nothing, when the agent is as the file says already."""

    action: Literal["created", "updated", "unchanged"]
    slug: str
    agent: AgentSummary | None = Field(description="Null when it would be created.")
    diff: DefinitionDiff
    renamed_from: str | None = Field(description="The name before, when the file gives another.")
    warnings: list[DefinitionProblem]


class ApplyResult(BaseModel):
    """What applying a file did, document by document in the file's order."""

    dry_run: bool
    items: list[AppliedAgent]


class PublishedAgent(BaseModel):
    """What a run needs of an agent."""

    model_config = ConfigDict(frozen=True)
    agent_id: AgentId
    slug: str
    name: str
    version_id: AgentVersionId
    number: int
    definition: AgentDefinition
