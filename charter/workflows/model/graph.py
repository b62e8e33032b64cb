"""The typed graph of a process: what the engine runs and the lint reads.

Expressions stay texts here. A text that begins with ``=`` is FEEL, any other is the value itself (Camunda 8's rule).
Element names follow BPMN 2.0 §10; extension attributes follow the ``zeebe`` namespace of Camunda 8.9.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a flow node is; the values are BPMN's element names."""

    TASK = "task"
    MANUAL_TASK = "manualTask"
    SERVICE_TASK = "serviceTask"
    SEND_TASK = "sendTask"
    RECEIVE_TASK = "receiveTask"
    USER_TASK = "userTask"
    SCRIPT_TASK = "scriptTask"
    BUSINESS_RULE_TASK = "businessRuleTask"
    EXCLUSIVE_GATEWAY = "exclusiveGateway"
    PARALLEL_GATEWAY = "parallelGateway"
    INCLUSIVE_GATEWAY = "inclusiveGateway"
    EVENT_BASED_GATEWAY = "eventBasedGateway"
    START_EVENT = "startEvent"
    END_EVENT = "endEvent"
    CATCH_EVENT = "intermediateCatchEvent"
    THROW_EVENT = "intermediateThrowEvent"
    BOUNDARY_EVENT = "boundaryEvent"
    SUB_PROCESS = "subProcess"
    EVENT_SUB_PROCESS = "eventSubProcess"
    AD_HOC_SUB_PROCESS = "adHocSubProcess"
    CALL_ACTIVITY = "callActivity"
    PROCESS = "process"


GATEWAYS = frozenset({Kind.EXCLUSIVE_GATEWAY, Kind.PARALLEL_GATEWAY, Kind.INCLUSIVE_GATEWAY, Kind.EVENT_BASED_GATEWAY})
EVENTS = frozenset({Kind.START_EVENT, Kind.END_EVENT, Kind.CATCH_EVENT, Kind.THROW_EVENT, Kind.BOUNDARY_EVENT})
SCOPES = frozenset({Kind.PROCESS, Kind.SUB_PROCESS, Kind.EVENT_SUB_PROCESS, Kind.AD_HOC_SUB_PROCESS})
TASKS = frozenset(
    {
        Kind.TASK,
        Kind.MANUAL_TASK,
        Kind.SERVICE_TASK,
        Kind.SEND_TASK,
        Kind.RECEIVE_TASK,
        Kind.USER_TASK,
        Kind.SCRIPT_TASK,
        Kind.BUSINESS_RULE_TASK,
    }
)
ACTIVITIES = TASKS | {Kind.SUB_PROCESS, Kind.AD_HOC_SUB_PROCESS, Kind.CALL_ACTIVITY}


class Trigger(StrEnum):
    """What an event waits for or throws."""

    NONE = "none"
    MESSAGE = "message"
    TIMER = "timer"
    SIGNAL = "signal"
    ERROR = "error"
    ESCALATION = "escalation"
    TERMINATE = "terminate"
    LINK = "link"
    COMPENSATION = "compensation"
    CONDITIONAL = "conditional"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Timer:
    """``form`` is ``date``, ``duration`` or ``cycle``."""

    form: str
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event definition.

    Attributes:
        name: of the message or signal, or of the link.
        key: a message's correlation key; None where a message starts a process.
        code: of an error or escalation; None catches all.
        activity: what a compensation throw event names; None for its whole scope.
        condition: of a conditional event.
        variable_events: the changes (``create``, ``update``) for which the condition is looked at; empty for all.
    """

    trigger: Trigger
    name: str | None = None
    key: str | None = None
    code: str | None = None
    timer: Timer | None = None
    activity: str | None = None
    condition: str | None = None
    variable_events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """``source`` is evaluated, its value goes to the variable path ``target``."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Listener:
    """A job at a moment of an element's life.

    ``event`` is ``start`` or ``end`` of an execution, or a user task's ``creating``, ``assigning``, ``updating``,
    ``completing`` or ``canceling``.
    """

    event: str
    type: str
    retries: str = "3"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class JobSpec:
    """The job a task offers to workers."""

    type: str
    retries: str = "3"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Loop:
    """Multi-instance, sequential or parallel."""

    sequential: bool
    collection: str
    element: str | None = None
    output_collection: str | None = None
    output_element: str | None = None
    completion: str | None = None


@dataclass(frozen=True, slots=True)
class UserTaskSpec:
    """A task for a person; all texts may be expressions."""

    form_id: str | None = None
    form_binding: str = "latest"
    form_version_tag: str | None = None
    external_form: str | None = None
    embedded_form: str | None = None
    assignee: str | None = None
    candidate_groups: str | None = None
    candidate_users: str | None = None
    due_date: str | None = None
    follow_up_date: str | None = None
    priority: str = "50"


@dataclass(frozen=True, slots=True)
class Script:
    """A FEEL expression whose value goes to a variable."""

    expression: str
    result: str


@dataclass(frozen=True, slots=True)
class CalledDecision:
    decision_id: str
    result: str
    binding: str = "latest"
    version_tag: str | None = None


@dataclass(frozen=True, slots=True)
class CalledProcess:
    process_id: str
    binding: str = "latest"
    version_tag: str | None = None
    all_parent_variables: bool = True
    all_child_variables: bool = True


@dataclass(frozen=True, slots=True)
class AdHoc:
    """An ad-hoc sub-process: the elements to begin with, and when it is done."""

    active_elements: str | None = None
    completion: str | None = None
    cancel_remaining: bool = True
    output_collection: str | None = None
    output_element: str | None = None


@dataclass(frozen=True, slots=True)
class Decider:
    """An agent that chooses among a gateway's labelled flows (``charter:decision``).

    Attributes:
        agent: slug or id of the agent.
        threshold: confidence below which the flows' own conditions decide.
        timeout_s: seconds after which they decide all the same.
    """

    agent: str
    question: str | None = None
    threshold: float = 0.5
    timeout_s: int = 120


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: str | None = None
    name: str | None = None
    line: int = 0


@dataclass(slots=True)
class Node:
    """A flow node, or the process itself as the outermost scope.

    ``scope`` is the id of the element it lies in; ``incoming`` and ``outgoing`` hold flow ids in document order.
    """

    id: str
    kind: Kind
    scope: str
    name: str | None = None
    line: int = 0
    documentation: str | None = None
    incoming: list[str] = field(default_factory=list)
    outgoing: list[str] = field(default_factory=list)
    event: Event | None = None
    attached_to: str | None = None
    interrupting: bool = True
    default_flow: str | None = None
    inputs: tuple[Mapping, ...] = ()
    outputs: tuple[Mapping, ...] = ()
    job: JobSpec | None = None
    headers: tuple[tuple[str, str], ...] = ()
    listeners: tuple[Listener, ...] = ()
    task_listeners: tuple[Listener, ...] = ()
    loop: Loop | None = None
    user_task: UserTaskSpec | None = None
    script: Script | None = None
    decision: CalledDecision | None = None
    called: CalledProcess | None = None
    ad_hoc: AdHoc | None = None
    decider: Decider | None = None
    for_compensation: bool = False
    properties: tuple[tuple[str, str], ...] = ()
    # Filled in by `Process.index`, from the nodes and flows themselves.
    children: list[str] = field(default_factory=list)
    boundaries: list[str] = field(default_factory=list)
    event_sub_processes: list[str] = field(default_factory=list)
    compensation_handler: str | None = None

    @property
    def label(self) -> str:
        """Return what people call it: its name and id, or the id alone."""
        return f"{self.name} ({self.id})" if self.name else self.id

    @property
    def trigger(self) -> Trigger:
        """Return what its event waits for or throws."""
        return self.event.trigger if self.event else Trigger.NONE


@dataclass(slots=True)
class Process:
    """One executable process of a BPMN file.

    Attributes:
        nodes: every flow node of all scopes by id, the process itself included.
        handlers: activities by the compensation boundary event that leads to them.
    """

    id: str
    name: str | None
    version_tag: str | None
    nodes: dict[str, Node]
    flows: dict[str, Flow]
    handlers: dict[str, str] = field(default_factory=dict)
    executable: bool = True
    line: int = 0
    joins_inclusively: bool = False
    has_conditions: bool = False

    def index(self) -> None:
        """Fill in what follows from nodes and flows: children, boundary events, event sub-processes, handlers."""
        self.joins_inclusively = any(
            node.kind is Kind.INCLUSIVE_GATEWAY and len(node.incoming) > 1 for node in self.nodes.values()
        )
        self.has_conditions = any(node.trigger is Trigger.CONDITIONAL for node in self.nodes.values())
        for node in self.nodes.values():
            if node.id == self.id:
                continue
            if node.scope in self.nodes:
                scope = self.nodes[node.scope]
                scope.children.append(node.id)
                if node.kind is Kind.EVENT_SUB_PROCESS:
                    scope.event_sub_processes.append(node.id)
            if node.kind is Kind.BOUNDARY_EVENT and node.attached_to in self.nodes:
                host = self.nodes[node.attached_to]
                host.boundaries.append(node.id)
                if node.trigger is Trigger.COMPENSATION:
                    host.compensation_handler = self.handlers.get(node.id)

    @property
    def root(self) -> Node:
        """Return the process as a node: the outermost scope."""
        return self.nodes[self.id]

    def starts_of(self, scope: str) -> list[Node]:
        """Return the start events that lie directly in a scope."""
        return [self.nodes[child] for child in self.nodes[scope].children if self.nodes[child].kind is Kind.START_EVENT]
