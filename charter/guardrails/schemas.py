"""What goes into and comes out of the guardrails' operations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    model_validator,
)

from charter.core.ids import (
    AgentId,
    GuardrailCaseId,
    GuardrailExceptionId,
    GuardrailPolicyId,
    InstanceId,
    RunId,
    UserId,
    ViolationAlertId,
    ViolationId,
)
from charter.guardrails.judging import CAN_JUDGE
from charter.guardrails.models import ViolationState
from charter.guardrails.packages import ModelKind
from charter.guardrails.policy import Action, AnyDetector, PolicyDocument, is_slow
from charter.guardrails.stages import Stage

PolicyName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
ToolName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,200}$")]
ProcessKey = Annotated[str, StringConstraints(min_length=1, max_length=200)]
LONGEST_EXCEPTION = timedelta(days=365)


class GuardrailCheckInput(BaseModel):
    """A text to check as at a stage; agent, tool and workflow choose the policy, as they do where they work."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=2_000_000)
    stage: Stage = Stage.INPUT
    agent_id: AgentId | None = None
    tool: ToolName | None = Field(default=None, description="The tool that the text goes to or comes from.")
    workflow: ProcessKey | None = Field(default=None, description="The process id of the workflow, as in its model.")
    sources: list[Annotated[str, StringConstraints(max_length=100_000)]] = Field(
        default=[], max_length=50, description="What an answer is to rest on, for ``groundedness``."
    )
    judge: bool = Field(
        default=False, description="Ask the policy's judge as well, at the tenant's cost; needs ``guardrails.write``."
    )


class GuardrailSpan(BaseModel):
    """A stretch of the text, in characters, and what stands there."""

    model_config = ConfigDict(from_attributes=True)

    start: int
    end: int
    kind: str


class GuardrailHit(BaseModel):
    """A rule that the text hit."""

    model_config = ConfigDict(from_attributes=True)

    detector: str
    action: Action
    score: float
    spans: list[GuardrailSpan]
    shadow: bool


class GuardrailVerdict(BaseModel):
    """What a run would do with the text."""

    blocked: bool
    action: Action
    text: str | None = Field(description="The text that may go on, with redactions; null when it is blocked.")
    message: str | None = Field(description="What is said instead of a blocked text.")
    hits: list[GuardrailHit]
    scores: dict[str, float]
    policy_id: GuardrailPolicyId | None
    policy_number: int
    model_version: str
    ms: float


class GuardrailModelRead(BaseModel):
    """The classifiers in use, with their card."""

    name: str
    version: str
    licence: str
    threshold: float
    size_bytes: int
    sha256: str
    held_out: dict[str, JsonValue]
    description: str
    data: str


class GuardrailPolicyInput(BaseModel):
    """A new policy; its first version applies at once where it is assigned."""

    model_config = ConfigDict(extra="forbid")

    name: PolicyName
    document: PolicyDocument
    for_all: bool = Field(default=False, description="For every agent without a policy of its own.")


class GuardrailPolicyChange(BaseModel):
    """What changes; a new document becomes the next version, which does not apply before it is activated."""

    model_config = ConfigDict(extra="forbid")

    name: PolicyName | None = None
    document: PolicyDocument | None = None
    for_all: bool | None = None
    agents: list[AgentId] | None = Field(default=None, max_length=1_000, description="The agents that it is for.")
    tools: list[ToolName] | None = Field(
        default=None, max_length=1_000, description="The tools that it is for, by name; they may be yet to come."
    )
    workflows: list[ProcessKey] | None = Field(
        default=None, max_length=1_000, description="The workflows that it is for, by process id; all their versions."
    )


class GuardrailPolicyActivation(BaseModel):
    """The version that is to apply: a newer one, or an older one to roll back to."""

    model_config = ConfigDict(extra="forbid")

    number: int = Field(ge=1)


class GuardrailPolicyRead(BaseModel):
    """A policy with the version that applies."""

    id: GuardrailPolicyId
    name: str
    active_number: int | None
    latest_number: int
    for_all: bool
    agents: list[AgentId]
    tools: list[str]
    workflows: list[str]
    document: PolicyDocument
    created_at: datetime


class SlowReading(BaseModel):
    """Whether what is slow reads stored texts as well: models in other processes, a judge that costs money."""

    model_config = ConfigDict(extra="forbid")

    judge: bool = Field(
        default=False, description="Ask the policy's judge as well, at the tenant's cost and within its budgets."
    )
    models: bool = Field(default=False, description="Have the operator's models read as well.")
    slow_texts: int = Field(
        default=50,
        ge=1,
        le=200,
        description="How many texts, at most, are read by what is slow, in a minute at most; the others are counted.",
    )


class SlowTally(BaseModel):
    """How much was read by what is slow."""

    read_slowly: int = Field(description="Texts that a judge or the operator's models have read.")
    left_unread: int = Field(description="Texts that they would have read in a run, and did not here.")
    judge_failed: int = Field(description="Texts for which there was no verdict; a run takes that for a hit.")


class JudgeCategoryRead(BaseModel):
    """A category that a judge can be asked about."""

    name: str
    description: str = Field(description="As the judge is told it.")


class GuardrailDryRunInput(SlowReading):
    """Which version to try, and on which past runs."""

    number: int | None = Field(default=None, ge=1, description="Default: the latest version.")
    runs: int = Field(default=100, ge=1, le=500, description="How many of the newest runs, at most.")
    agent_id: AgentId | None = Field(default=None, description="Only runs of this agent.")


class GuardrailDryRunRule(BaseModel):
    """How often a rule would have been hit."""

    stage: Stage
    detector: str
    action: Action
    hits: int


class GuardrailDryRunExample(BaseModel):
    """A text that would have hit a rule, with redacted evidence."""

    run_id: RunId
    stage: Stage
    detector: str
    action: Action
    score: float
    evidence: str


class GuardrailDryRunRead(SlowTally):
    """What the version would have done."""

    number: int
    runs: int = Field(description="Runs that were read; fewer than asked for when their texts are long.")
    runs_with_blocks: int = Field(description="Runs in which something would have been blocked.")
    texts: int
    blocked: int
    asked: int = Field(description="Texts about which a person would have been asked.")
    redacted: int
    flagged: int
    rules: list[GuardrailDryRunRule]
    examples: list[GuardrailDryRunExample]


class ViolationRead(BaseModel):
    """A text that hit a rule."""

    model_config = ConfigDict(from_attributes=True)

    id: ViolationId
    origin: Literal["run", "workflow", "gateway", "trial"] = Field(description="What the text belonged to.")
    run_id: RunId | None
    instance_id: InstanceId | None
    agent_id: AgentId | None
    tool: str | None = Field(description="The tool that the text was going to or came from.")
    stage: Stage
    detector: str
    action: Action
    score: float
    spans: list[GuardrailSpan]
    evidence: str
    shadow: bool
    policy_id: GuardrailPolicyId | None
    policy_number: int
    model_version: str
    state: ViolationState
    note: str
    created_at: datetime


class ViolationChange(BaseModel):
    """What somebody thinks of a violation."""

    model_config = ConfigDict(extra="forbid")

    state: ViolationState
    note: Annotated[str, StringConstraints(max_length=2_000)] = ""


class GuardrailExceptionInput(BaseModel):
    """Let the text of a violation pass this detector; the violation becomes a false positive."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    expires_at: AwareDatetime


class GuardrailExceptionRead(BaseModel):
    """A text that passes a detector for some time."""

    model_config = ConfigDict(from_attributes=True)

    id: GuardrailExceptionId
    detector: AnyDetector | Literal["failure"]
    reason: str
    expires_at: datetime
    created_by: UserId | None
    created_at: datetime


class GuardrailCaseInput(BaseModel):
    """A text of which it is known whether a detector is to hit it."""

    model_config = ConfigDict(extra="forbid")

    stage: Stage
    detector: AnyDetector
    expected: Literal["passes", "hits"]
    text: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
    note: Annotated[str, StringConstraints(max_length=500)] = ""

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        if is_slow(self.detector) and self.stage not in CAN_JUDGE:
            raise ValueError(f"{self.detector}: {self.stage} cannot wait for it; choose {', '.join(sorted(CAN_JUDGE))}")
        return self


class GuardrailCaseRead(BaseModel):
    """A stored test case."""

    model_config = ConfigDict(from_attributes=True)

    id: GuardrailCaseId
    stage: Stage
    detector: str
    expected: Literal["passes", "hits"]
    text: str
    note: str
    violation_id: ViolationId | None = Field(description="The false positive that it was made of.")
    created_by: UserId | None
    created_at: datetime


class GuardrailCaseRunInput(SlowReading):
    """Which version to score the stored cases with; default: the tenant's policy for all as it applies."""

    policy_id: GuardrailPolicyId | None = None
    number: int | None = Field(default=None, ge=1, description="Default: the latest version of the policy.")


class GuardrailCaseResult(BaseModel):
    """How a case went."""

    case_id: GuardrailCaseId
    stage: Stage
    detector: str
    expected: Literal["passes", "hits"]
    passed: bool | None = Field(description="None: it is for a detector that did not read it now.")
    score: float
    note: str


class GuardrailCaseRunRead(SlowTally):
    """How the cases went."""

    passed: int
    failed: int
    skipped: int = Field(description="Cases for detectors that did not read them now.")
    results: list[GuardrailCaseResult] = Field(description="Those that failed first, then those that were skipped.")


class FalsePositiveInput(GuardrailExceptionInput):
    """Call a violation a false positive, let its text pass for some time, and keep it as a test case."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=20_000)] | None = Field(
        default=None, description="The text, where its run did not keep it; it must be the one that was hit."
    )


class FalsePositiveRead(BaseModel):
    """What was made of a false positive."""

    exception: GuardrailExceptionRead
    case: GuardrailCaseRead


AlertAction = Literal[Action.FLAG, Action.REDACT, Action.ASK, Action.BLOCK, Action.END]


class ViolationAlertInput(BaseModel):
    """Who is to be told of new violations."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["webhook", "mail"] = Field(description="Mail goes to those who may write guardrails.")
    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$", max_length=2_000)] | None = Field(
        default=None, description="Where a webhook goes."
    )
    actions: list[AlertAction] = Field(
        default=[Action.ASK, Action.BLOCK, Action.END], min_length=1, max_length=5, description="Of which hits."
    )
    every_minutes: int = Field(
        default=60, ge=1, le=10_080, description="Mail at most this often; what came meanwhile is one digest."
    )

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if (self.kind == "webhook") != (self.url is not None):
            raise ValueError("url: a webhook needs one, mail has none")
        return self


class ViolationAlertRead(BaseModel):
    """Who is told of new violations, and how the last telling went."""

    model_config = ConfigDict(from_attributes=True)

    id: ViolationAlertId
    kind: Literal["webhook", "mail"]
    url: str | None
    actions: list[AlertAction]
    every_minutes: int
    sent_at: datetime | None
    last_error: str | None
    created_at: datetime


class ViolationAlertMade(ViolationAlertRead):
    """A new alert; the secret is shown this once."""

    secret: str | None = Field(description="Signs the requests of a webhook as Standard Webhooks say.")


class UnreadViolations(BaseModel):
    """What a person has not seen yet."""

    unread: int = Field(description="At most 1000.")
    newest: ViolationId | None


class SeenViolations(BaseModel):
    """Up to which violation all are seen."""

    model_config = ConfigDict(extra="forbid")

    until: ViolationId


class GuardrailModelVersionRead(BaseModel):
    """A version of a model of guardrails, and what it does now."""

    model: str
    version: str
    kind: ModelKind
    state: Literal["active", "trial", "shadow", "installed"]
    share_percent: int = Field(description="Of the texts that it decides about.")
    comes_with_charter: bool
    description: str
    licence: str
    threshold: float
    held_out: dict[str, JsonValue]
    sha256: str
    size_bytes: int
    installed_at: datetime | None
    can_roll_back: bool = Field(description="Something of the model is on trial, in the shadow, or was active before.")


class GuardrailModelDetail(GuardrailModelVersionRead):
    """A version of a model with all that its card says."""

    card: dict[str, JsonValue]


class GuardrailModelActivation(BaseModel):
    """How much of all texts a version is to decide about."""

    model_config = ConfigDict(extra="forbid")

    share_percent: int = Field(
        default=100,
        ge=1,
        le=100,
        description="Below 100 it is on trial for so many of all texts, always the same ones.",
    )


class GuardrailModelComparison(BaseModel):
    """What two versions said of the same texts, or one of those it decided about while another was on trial."""

    version: str
    beside: str | None = Field(description="The version in the shadow; null where there was none.")
    stage: Stage
    head: str
    texts: int
    hits: int = Field(description="Texts with a score of at least 0.5.")
    mean_score: float
    beside_hits: int | None
    both_hit: int | None
    beside_mean_score: float | None
