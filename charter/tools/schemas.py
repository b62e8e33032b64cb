"""Input and output of the tool registry."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, SecretStr, StringConstraints, field_validator

from charter.core.ids import PrincipalId, ToolCredentialId, ToolId, ToolVersionId, UserId
from charter.tools.models import ToolVersionState
from charter.tools.tool import Risk, ToolKind

ToolName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Title = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"\S")]
Tag = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$")]
Tags = Annotated[list[Tag], Field(max_length=20)]


class Strict(BaseModel):
    """Accepts what its JSON Schema accepts and nothing else: no unknown fields, no numbers in quotes."""

    model_config = ConfigDict(extra="forbid", strict=True)


class ToolProblem(BaseModel):
    """One thing wrong with a tool's definition; errors keep it a draft, warnings do not."""

    rule: str = Field(description="Stable name of the rule.", examples=["python.syntax"])
    severity: Literal["error", "warning"]
    line: int | None = Field(None, description="Line in the code, from 1.")
    column: int | None = Field(None, description="Column in the line, from 1.")
    path: str | None = Field(None, description="JSON Pointer into the definition, when it is not in the code.")
    message: str
    fix: str | None = Field(None, description="What to do about it.")


class ToolFacts(BaseModel):
    """What a version of a tool says: given by the room that knows tools of its kind."""

    description: str = Field(max_length=20_000)
    input_schema: dict[str, JsonValue]
    output_schema: dict[str, JsonValue] | None = None
    definition: dict[str, JsonValue] = Field(description="What its executor needs to know.")
    problems: list[ToolProblem] = Field(default_factory=list)

    @property
    def valid(self) -> bool:
        """True when nothing keeps it from being published."""
        return all(problem.severity != "error" for problem in self.problems)


class ToolLimits(Strict):
    """What one call may use; one that would use more is stopped, and says so."""

    wall_s: float = Field(10, ge=0.1, le=120, description="Seconds on the clock.")
    cpu_s: float = Field(5, ge=0.1, le=60, description="Seconds of a processor, rounded up.")
    memory_mb: int = Field(256, ge=64, le=2_048, description="Memory, the interpreter included.")
    disk_mb: int = Field(16, ge=1, le=256, description="Space in /tmp, which is memory too.")
    output_kb: int = Field(256, ge=1, le=1_024, description="Result and printed text together.")


class ToolTest(Strict):
    """An example that the tool must get right."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    input: dict[str, JsonValue] = Field(default_factory=dict)
    expect: JsonValue = Field(None, description="The result; compared when `compare` is true.")
    compare: bool = Field(True, description="False: it is enough that there is a result.")
    error: str | None = Field(None, max_length=100, description="Code of the error that is expected instead.")


Host = Annotated[
    str, StringConstraints(pattern=r"^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[0-9]{1,5})?$", max_length=260)
]


Tier = Literal["full", "transform"]


class PythonDefinition(Strict):
    """A tool written in Python."""

    code: str = Field(max_length=200_000)
    entry: Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$")] | None = Field(
        None, description="The function or class to call; left out: the last public one."
    )
    tier: Tier = Field(
        "full",
        description="`transform`: a pure function over JSON, in an interpreter that is much cheaper and knows only a"
        " part of Python; no hosts, files, clock or packages.",
    )
    limits: ToolLimits = Field(default_factory=ToolLimits)
    hosts: list[Host] = Field(
        default_factory=list, max_length=50, description="Hosts it may reach, `host` (https) or `host:port`; else none."
    )
    credentials: list[ToolName] = Field(
        default_factory=list, max_length=20, description="Credentials that the egress proxy adds to its requests."
    )
    tests: list[ToolTest] = Field(default_factory=list, max_length=50)


class PythonToolInput(Strict):
    """A new tool written in Python: what it takes and gives is read from its signature and docstring."""

    name: ToolName
    title: Title | None = None
    risk: Risk = Field(Risk.EXTERNAL, strict=False)
    tags: Tags = Field(default_factory=list)
    definition: PythonDefinition
    publish: bool = Field(False, description="Publish it at once, if it validates.")


class PythonVersionInput(Strict):
    """Another version of a tool written in Python."""

    definition: PythonDefinition
    publish: bool = Field(False, description="Publish it at once, if it validates.")


class ToolCheckInput(Strict):
    """Code as it is being typed."""

    definition: PythonDefinition


class ToolCheck(BaseModel):
    """Whether code can be published as it is, and what was read from it."""

    valid: bool
    entry: str | None
    description: str
    input_schema: dict[str, JsonValue]
    output_schema: dict[str, JsonValue] | None
    problems: list[ToolProblem]


HeaderName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,63}$")]
SecretValue = Annotated[
    SecretStr,
    Field(min_length=1, max_length=8_000, description="The whole header, such as `Bearer …`; never shown again."),
]


class ToolCredentialInput(Strict):
    """A header with a secret, for requests of tools to one host."""

    name: ToolName
    host: Host = Field(description="The only host it is sent to: `host` for https, or `host:port`.")
    header: HeaderName = "Authorization"
    value: SecretValue
    over_http: bool = Field(False, description="Also send it without TLS: for hosts inside.")

    @field_validator("host")
    @classmethod
    def _is_one_host(cls, host: str) -> str:
        if host.startswith("*."):
            raise ValueError("a credential is of one host")
        return host

    @field_validator("value")
    @classmethod
    def _is_printable(cls, value: SecretStr) -> SecretStr:
        return _printable(value)


class ToolCredentialChange(Strict):
    """Another value of a credential."""

    value: SecretValue

    @field_validator("value")
    @classmethod
    def _is_printable(cls, value: SecretStr) -> SecretStr:
        return _printable(value)


def _printable(value: SecretStr) -> SecretStr:
    if not all(" " <= character <= "~" for character in value.get_secret_value()):
        raise ValueError("a header holds printable ASCII characters only")
    return value


class ToolCredentialRead(BaseModel):
    """A credential without its value."""

    model_config = ConfigDict(from_attributes=True)
    id: ToolCredentialId
    name: str
    host: str
    header: str
    over_http: bool
    last4: str | None = Field(description="The last four characters of a long value.")
    created_at: datetime
    updated_at: datetime


class ToolTemplateRead(BaseModel):
    """A starting point for a tool written in Python: a tool as it stands."""

    slug: str
    name: str
    description: str
    code: str
    hosts: list[str]
    example: dict[str, JsonValue] = Field(description="Arguments to try it with.")


class DryRunInput(Strict):
    """Code to run once, with an input."""

    definition: PythonDefinition
    input: dict[str, JsonValue] = Field(default_factory=dict)


class ToolUse(BaseModel):
    """What a call used, beside its limits."""

    wall_ms: float
    cpu_ms: float | None
    memory_kb: int | None
    limits: ToolLimits


class DryRun(BaseModel):
    """What came of running code once; nothing is kept of it."""

    ok: bool
    result: JsonValue
    output: str = Field(description="What it printed.")
    error: dict[str, JsonValue] | None = Field(description="Why there is no result, as a problem document.")
    stopped: Literal["wall", "cpu", "memory", "output", "disk", "crashed"] | None = Field(
        description="The limit that stopped it."
    )
    used: ToolUse | None = Field(description="Null when it did not run.")


class ExampleOutcome(BaseModel):
    """How one example went."""

    name: str
    passed: bool
    detail: str
    run: DryRun


class ExampleReport(BaseModel):
    """How a tool's examples went."""

    passed: bool
    outcomes: list[ExampleOutcome]


class ToolChange(Strict):
    """What of a tool itself can change."""

    title: Title | None = None
    risk: Risk | None = Field(None, strict=False)
    tags: Tags | None = None
    owner_id: UserId | None = Field(None, description="A member who answers for it from now on, and is told of it.")


class ToolRollbackInput(Strict):
    """Which version to go back to; left out: the one published before the present one."""

    number: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class ToolVersionSummary(BaseModel):
    """A version without its definition."""

    model_config = ConfigDict(from_attributes=True)
    id: ToolVersionId
    number: int
    state: ToolVersionState
    valid: bool
    content_hash: str
    created_at: datetime
    published_at: datetime | None


class ToolVersionRead(ToolVersionSummary):
    """A version with all it says."""

    description: str
    input_schema: dict[str, JsonValue]
    output_schema: dict[str, JsonValue] | None
    definition: dict[str, JsonValue]
    problems: list[ToolProblem]


ToolState = Literal["ready", "draft", "disabled", "quarantined"]


class ToolSummary(BaseModel):
    """What a tool is in short; built-in ones have no id, no owner and no versions."""

    id: ToolId | None
    name: str
    kind: ToolKind
    title: str
    description: str
    risk: Risk
    tags: list[str]
    state: ToolState = Field(description="Only a tool that is `ready` can be called.")
    held_because: str | None = Field(description="Why it is quarantined.")
    owner_id: PrincipalId | None
    published_version: int | None
    latest_version: int | None
    updated_at: datetime | None


class RecentCalls(BaseModel):
    """How often a tool was called in runs of agents in the last 30 days."""

    calls: int
    failures: int
    last_called_at: datetime


class ListedTool(ToolSummary):
    """A tool in a list."""

    score: float | None = Field(None, description="How well it fits, from 0 to 1, when searched by meaning.")
    recent: RecentCalls | None = Field(None, description="Its calls, when asked for; empty when there were none.")


class ToolRead(ToolSummary):
    """A tool as it is called now (or, before the first publication, as its latest draft says)."""

    input_schema: dict[str, JsonValue]
    output_schema: dict[str, JsonValue] | None
    definition: dict[str, JsonValue]
    problems: list[ToolProblem]


class ToolUser(BaseModel):
    """Something that depends on a tool."""

    kind: Literal["agent", "workflow"]
    id: str
    name: str


class ToolUsage(BaseModel):
    """How often a tool was called in runs of agents in the last 30 days, and how it went."""

    calls: int
    failures: int
    average_ms: int | None
    last_called_at: datetime | None
    health: Literal["unknown", "healthy", "failing"] = Field(
        description="`failing`: its last call failed, and at least half of them did; refused calls do not count."
    )
    error_rate: float | None = Field(description="Failed calls among those that were not refused, from 0 to 1.")
    last_succeeded_at: datetime | None
    last_failed_at: datetime | None
    last_error: str | None = Field(description="Code of its last failure.")
