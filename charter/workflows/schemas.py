"""Inputs and outputs of workflows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from charter.core.ids import IdOf, InstanceId

DeploymentId = Annotated[UUID, IdOf("deployment")]
DefinitionId = Annotated[UUID, IdOf("definition")]
JobId = Annotated[UUID, IdOf("job")]
IncidentId = Annotated[UUID, IdOf("incident")]
UserTaskId = Annotated[UUID, IdOf("task")]
BpmnMessageId = Annotated[UUID, IdOf("message")]

Name = Annotated[str, Field(min_length=1, max_length=200)]
Variables = Annotated[dict[str, JsonValue], Field(description="Variables by name; any JSON.")]
Key = Annotated[int, Field(ge=1, description="Key of an element instance, counted from 1 inside its process instance.")]


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid")


class FileInput(Input):
    name: Annotated[str, Field(min_length=1, max_length=200, examples=["order.bpmn"])]
    content: Annotated[str, Field(max_length=6_000_000, description="The file's text.")]


class DeploymentInput(Input):
    files: Annotated[list[FileInput], Field(min_length=1, max_length=50)]


class DeploymentOptions(DeploymentInput):
    allow_missing: Annotated[
        bool,
        Field(description="Called processes, decisions and forms may come later: that they are missing only warns."),
    ] = False


class FileRead(BaseModel):
    name: str
    content: str


class FindingRead(BaseModel):
    rule: str
    severity: Literal["error", "warning"]
    element: str
    line: int
    message: str
    fix: str


class FileFindings(BaseModel):
    name: str
    findings: list[FindingRead]


class LintResult(BaseModel):
    deployable: bool
    files: list[FileFindings]


class DefinitionRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: DefinitionId
    deployment_id: DeploymentId
    kind: Literal["process", "decision", "form"]
    key: str
    name: str | None
    version: int
    version_tag: str | None
    created_at: datetime


class DeploymentRead(BaseModel):
    id: DeploymentId
    definitions: list[DefinitionRead]
    warnings: Annotated[list[FileFindings], Field(description="What looks wrong but does not prevent deployment.")]


class StartInput(Input):
    process: Annotated[str, Field(max_length=300, description="Id of the process in its BPMN file.")]
    version: Annotated[int | None, Field(ge=1, le=2**31 - 1, description="A version; the latest if left out.")] = None
    variables: Variables = {}
    business_key: Annotated[str | None, Field(max_length=200)] = None
    start_at: Annotated[list[str] | None, Field(max_length=50, description="Elements to begin at instead.")] = None


class InstanceRead(BaseModel):
    id: InstanceId
    definition_id: DefinitionId
    process: str
    version: int
    parent_id: InstanceId | None
    business_key: str | None
    state: Literal["active", "completed", "terminated"]
    paused: bool
    incidents: int
    started_at: datetime
    ended_at: datetime | None


class StartedRead(BaseModel):
    id: InstanceId
    state: Literal["active", "completed", "terminated"]
    variables: Annotated[dict[str, JsonValue] | None, Field(description="The result, if `wait` saw the end.")]


class ElementInstanceRead(BaseModel):
    key: Key
    element: str
    scope: int
    phase: str
    incident: bool
    variables: dict[str, JsonValue]


class InstanceDetail(InstanceRead):
    elements: list[ElementInstanceRead]
    variables: dict[str, JsonValue]


class HistoryEntry(BaseModel):
    revision: int
    at: datetime
    what: str
    key: int
    element: str
    facts: JsonValue


class HistoryRead(BaseModel):
    items: list[HistoryEntry]
    next_revision: int | None


class VariablesInput(Input):
    variables: Variables
    key: Key = 1
    local: bool = False


class ActivateInstruction(Input):
    element: Annotated[str, Field(max_length=300)]
    scope: Key | None = None
    variables: Variables = {}


class ModifyInput(Input):
    activate: Annotated[list[ActivateInstruction], Field(max_length=100)] = []
    terminate: Annotated[list[Key], Field(max_length=1000)] = []


class MigrateInput(Input):
    definition_id: DefinitionId
    mapping: Annotated[dict[str, str], Field(max_length=1000, description="Old element id to new.")] = {}


class BulkCancelInput(Input):
    process: Annotated[str | None, Field(max_length=300)] = None
    instances: Annotated[list[InstanceId] | None, Field(max_length=1000)] = None


class BulkResult(BaseModel):
    accepted: int


class LeaseInput(Input):
    type: Annotated[str, Field(min_length=1, max_length=200)]
    worker: Annotated[str, Field(min_length=1, max_length=200)] = "worker"
    max_jobs: Annotated[int, Field(ge=1, le=200)] = 16
    timeout_s: Annotated[float, Field(ge=1, le=86_400)] = 60
    wait_s: Annotated[float, Field(ge=0, le=60, description="How long to wait while there is no job.")] = 0
    fetch_variables: Annotated[list[str] | None, Field(max_length=200)] = None


class LeasedJobRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: JobId
    lease: int
    instance_id: InstanceId
    definition_id: DefinitionId
    process_id: str
    version: int
    element: str
    key: int
    kind: str
    event: str
    type: str
    retries: int
    headers: dict[str, str]
    deadline: datetime
    variables: dict[str, JsonValue]


class LeasedJobs(BaseModel):
    jobs: list[LeasedJobRead]


class JobRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: JobId
    instance_id: InstanceId
    process_id: str
    node: str
    key: int
    kind: str
    type: str
    state: Literal["ready", "leased", "failed"]
    retries: int
    worker: str | None
    deadline: datetime | None
    error: str | None


Lease = Annotated[int | None, Field(description="The number the job came with; an answer with an old one is refused.")]


class CompleteInput(Input):
    lease: Lease = None
    variables: Variables = {}
    result: Annotated[
        dict[str, JsonValue] | None,
        Field(description="Of listeners, decisions and ad-hoc sub-processes: what they answer."),
    ] = None


class FailInput(Input):
    lease: Lease = None
    retries: Annotated[int, Field(ge=0, le=1000, description="How often it may still be tried; 0 makes an incident.")]
    message: Annotated[str, Field(max_length=5000)] = ""
    back_off_s: Annotated[float, Field(ge=0, le=30 * 86_400)] = 0
    variables: Variables = {}


class ErrorInput(Input):
    lease: Lease = None
    code: Annotated[str, Field(max_length=200)]
    message: Annotated[str, Field(max_length=5000)] = ""
    variables: Variables = {}


class ExtendInput(Input):
    lease: Lease = None
    timeout_s: Annotated[float, Field(ge=1, le=86_400)]


class JobChange(Input):
    retries: Annotated[int, Field(ge=1, le=1000)]


class ResolveInput(Input):
    retries: Annotated[int, Field(ge=1, le=1000)] = 1


class IncidentRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: IncidentId
    instance_id: InstanceId
    process_id: str
    node: str
    key: int
    type: str
    message: str
    job_id: JobId | None
    created_at: datetime
    resolved_at: datetime | None


class MessageInput(Input):
    name: Name
    correlation_key: Annotated[str, Field(max_length=500)] = ""
    variables: Variables = {}
    message_id: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    time_to_live_s: Annotated[float, Field(ge=0, le=90 * 86_400)] = 0


class MessageRead(BaseModel):
    id: BpmnMessageId | None
    duplicate: bool
    correlated: int


class MessageSummary(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: BpmnMessageId
    name: str
    correlation: str
    message_id: str | None
    state: Literal["buffered", "correlated", "expired"]
    correlated: Annotated[list[str], Field(description="Ids of the processes that got it.")]
    published_at: datetime
    expires_at: datetime


class SignalInput(Input):
    name: Name
    variables: Variables = {}


class SignalRead(BaseModel):
    reached: int


class ConditionsInput(Input):
    process: Annotated[
        str | None,
        Field(min_length=1, max_length=200, description="Only this process; default: all."),
    ] = None
    variables: Variables = {}


class ConditionMet(BaseModel):
    process: str
    element: Annotated[str, Field(description="The start event whose condition held.")]
    instance_id: InstanceId


class ConditionsRead(BaseModel):
    started: list[ConditionMet]


class UserTaskRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UserTaskId
    instance_id: InstanceId
    process_id: str
    node: str
    key: int
    state: Literal["creating", "created", "completed", "cancelled"]
    name: str | None
    form: str | None
    assignee: str | None
    candidate_groups: list[str]
    candidate_users: list[str]
    due_date: datetime | None
    follow_up_date: datetime | None
    priority: int
    created_at: datetime
    ended_at: datetime | None


class UserTaskChange(Input):
    assignee: Annotated[str | None, Field(max_length=300)] = None
    candidate_groups: Annotated[list[str] | None, Field(max_length=100)] = None
    candidate_users: Annotated[list[str] | None, Field(max_length=100)] = None
    due_date: datetime | None = None
    follow_up_date: datetime | None = None
    priority: Annotated[int | None, Field(ge=0, le=100)] = None


class UserTaskCompletion(Input):
    variables: Variables = {}


class DecisionRead(BaseModel):
    id: UUID
    node: str
    key: int
    decision: str
    record: dict[str, Any]
    at: datetime


class ClockInput(Input):
    advance: Annotated[str | None, Field(max_length=100, description="An ISO 8601 duration.", examples=["PT1H"])] = None
    pin: datetime | None = None
    reset: bool = False


class ClockRead(BaseModel):
    now: datetime
    pinned: bool
