"""Events: which may stand where, and what each needs. Positions are those of Camunda 8.9."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from charter.workflows.model.graph import ACTIVITIES, EVENTS, TASKS, Event, Kind, Node, Trigger
from charter.workflows.model.rules.subject import Subject

_MAIL = {Trigger.MESSAGE, Trigger.SIGNAL}
_CALL = {Trigger.ERROR, Trigger.ESCALATION}
POSITIONS: dict[Kind, frozenset[Trigger]] = {
    Kind.START_EVENT: frozenset({Trigger.NONE, Trigger.TIMER, Trigger.CONDITIONAL, *_MAIL}),
    Kind.CATCH_EVENT: frozenset({Trigger.TIMER, Trigger.CONDITIONAL, Trigger.LINK, *_MAIL}),
    Kind.THROW_EVENT: frozenset({Trigger.NONE, Trigger.ESCALATION, Trigger.LINK, Trigger.COMPENSATION, *_MAIL}),
    Kind.END_EVENT: frozenset({Trigger.NONE, Trigger.TERMINATE, Trigger.COMPENSATION, *_CALL, *_MAIL}),
    Kind.BOUNDARY_EVENT: frozenset({Trigger.TIMER, Trigger.CONDITIONAL, Trigger.COMPENSATION, *_CALL, *_MAIL}),
}
"""What each kind of event may wait for or throw; a start event here is one of a process."""
EVENT_SUB_PROCESS_STARTS = frozenset({Trigger.TIMER, Trigger.CONDITIONAL, *_CALL, *_MAIL})
"""What may start an event sub-process."""
_WAITING = frozenset({Kind.CATCH_EVENT, Kind.BOUNDARY_EVENT})
_THROWING = frozenset({Kind.THROW_EVENT, Kind.END_EVENT})


def check(subject: Subject) -> None:
    """Check the events of a process."""
    for node in subject.nodes:
        if node.event is not None or node.kind in EVENTS:
            _event(subject, node)
        if node.for_compensation:
            _handler(subject, node)
        if node.boundaries:
            hosted = (subject.process.nodes[boundary] for boundary in node.boundaries)
            _repeated(subject, "boundary.repeated", hosted, node.label)
        if node.kind is Kind.EVENT_BASED_GATEWAY:
            targets = (subject.process.nodes[flow.target] for flow in subject.outgoing(node))
            _repeated(subject, "start.repeated", targets, node.label)
    for scope in [subject.process.root, *subject.nodes]:
        if scope.children:
            _scope(subject, scope)


def _event(subject: Subject, node: Node) -> None:
    if node.kind in EVENTS:
        _position(subject, node)
        _timer(subject, node)
        _static_code(subject, node)
    if node.trigger is Trigger.ESCALATION and node.kind in _THROWING:
        _endless(subject, node)
    if node.kind is Kind.BOUNDARY_EVENT:
        _boundary(subject, node)
    if node.trigger is Trigger.MESSAGE:
        _correlation(subject, node)
    if node.trigger is Trigger.COMPENSATION:
        _compensation(subject, node)
    if node.trigger is Trigger.CONDITIONAL and node.event is not None:
        _conditional(subject, node, node.event)


def _position(subject: Subject, node: Node) -> None:
    if node.trigger is Trigger.CANCEL:
        message = f"{node.label} is a cancel event, which is not executed."
        subject.report("event.not-executed", node, message, "Use an error or a terminate event.")
        return
    allowed = POSITIONS[node.kind]
    where = {
        Kind.START_EVENT: "start event of a process",
        Kind.CATCH_EVENT: "intermediate catch event",
        Kind.THROW_EVENT: "intermediate throw event",
        Kind.END_EVENT: "end event",
        Kind.BOUNDARY_EVENT: "boundary event",
    }[node.kind]
    if node.kind is Kind.START_EVENT:
        around = subject.process.nodes[node.scope].kind
        if around in {Kind.SUB_PROCESS, Kind.AD_HOC_SUB_PROCESS}:
            return  # what is wrong there is said of the scope
        if around is Kind.EVENT_SUB_PROCESS:
            allowed, where = EVENT_SUB_PROCESS_STARTS, "start event of an event sub-process"
    if node.trigger not in allowed:
        known = ", ".join(sorted(trigger.value for trigger in allowed))
        message = f"{node.label}: a {where} cannot be of kind {node.trigger.value}."
        subject.report("event.position", node, message, f"It can be: {known}.")
    around_it = node.kind is Kind.BOUNDARY_EVENT or allowed is EVENT_SUB_PROCESS_STARTS
    if around_it and node.trigger is Trigger.ERROR and not node.interrupting:
        message = f"{node.label} catches an error without interrupting."
        subject.report("event.interrupting", node, message, "Let it interrupt, or use an escalation.")


def _timer(subject: Subject, node: Node) -> None:
    timer = node.event.timer if node.event else None
    if timer is None:
        return
    match node.kind:
        case Kind.CATCH_EVENT:
            allowed = {"date", "duration"}
        case Kind.BOUNDARY_EVENT:
            allowed = {"date", "duration"} if node.interrupting else {"date", "duration", "cycle"}
        case Kind.START_EVENT if subject.process.nodes[node.scope].kind is Kind.EVENT_SUB_PROCESS:
            allowed = {"date", "duration"} if node.interrupting else {"date", "duration", "cycle"}
        case _:
            allowed = {"date", "cycle"}
    if timer.form not in allowed:
        message = f"{node.label}: a {timer.form} cannot stand here."
        subject.report("timer.form", node, message, f"Give it one of: {', '.join(sorted(allowed))}.")


def _static_code(subject: Subject, node: Node) -> None:
    catches = node.kind in {Kind.START_EVENT, Kind.BOUNDARY_EVENT}
    if catches and node.trigger in _CALL and node.event and (node.event.code or "").startswith("="):
        message = f"{node.label} catches a code that is an expression."
        subject.report("error.code-expression", node, message, "Write the code itself; only who throws may compute it.")


def _endless(subject: Subject, thrower: Node) -> None:
    """Tell of an event sub-process that catches what is thrown in it; one that interrupts listens no more by then."""
    nodes, inside = subject.process.nodes, set[str]()
    scope = nodes.get(thrower.scope)
    while scope is not None:
        starts = [start for name in scope.event_sub_processes for start in subject.process.starts_of(name)]
        heard = [start for start in starts if _hears(start, thrower)]
        for start in heard:
            if start.scope in inside and not start.interrupting:
                message = f"{thrower.label} throws the escalation that starts {nodes[start.scope].label} around it."
                fix = "Throw another escalation, or let the event sub-process interrupt."
                subject.report("escalation.endless", thrower, message, fix)
        if heard or any(_hears(nodes[boundary], thrower) for boundary in scope.boundaries):
            return
        inside.add(scope.id)
        scope = nodes.get(scope.scope)


def _hears(catcher: Node, thrower: Node) -> bool:
    """Return whether an event catches what another throws, as far as its code is known before it runs."""
    if catcher.trigger is not Trigger.ESCALATION or catcher.event is None or thrower.event is None:
        return False
    return catcher.event.code in {None, "", thrower.event.code}


def _correlation(subject: Subject, node: Node) -> None:
    waits = node.kind in _WAITING or node.kind is Kind.RECEIVE_TASK
    if node.kind is Kind.START_EVENT:
        waits = subject.process.nodes[node.scope].kind is Kind.EVENT_SUB_PROCESS
    if waits and node.event and node.event.name and not node.event.key:
        message = f'{node.label} waits for the message "{node.event.name}", which has no correlation key.'
        fix = "Give the message a zeebe:subscription with a correlationKey, for example =orderId."
        subject.report("message.key-missing", node, message, fix)


def _conditional(subject: Subject, node: Node, event: Event) -> None:
    if not event.condition:
        message = f"{node.label} says not what it waits for."
        subject.report("condition.missing", node, message, "Give it a condition, for example =amount > 100.")
    for name in event.variable_events:
        if name not in {"create", "update"}:
            message = f'{node.label} is to look at its condition on "{name}", which happens to no variable.'
            subject.report("condition.events-unknown", node, message, "Name create, update or both.")


def _boundary(subject: Subject, node: Node) -> None:
    host = subject.process.nodes.get(node.attached_to or "")
    if host is None or host.kind not in ACTIVITIES or host.scope != node.scope:
        message = f"{node.label} is attached to {node.attached_to or 'nothing'}, which is no activity beside it."
        subject.report("boundary.attached", node, message, "Attach it to a task, a sub-process or a call activity.")
    elif node.trigger is Trigger.ESCALATION and host.kind in TASKS:
        message = f"{node.label} is attached to {host.label}: a task throws no escalation."
        subject.report("boundary.escalation", node, message, "Attach it to a sub-process or a call activity.")


def _compensation(subject: Subject, node: Node) -> None:
    if node.kind is Kind.BOUNDARY_EVENT:
        handler = subject.process.nodes.get(subject.process.handlers.get(node.id, ""))
        if handler is None or not handler.for_compensation or handler.scope != node.scope:
            message = f"{node.label} leads to no compensation handler."
            fix = 'Draw an association to an activity with isForCompensation="true" beside it.'
            subject.report("compensation.handler", node, message, fix)
        if node.outgoing:
            message = f"A sequence flow leaves {node.label}."
            subject.report("compensation.flows", node, message, "Draw an association to the handler instead.")
        return
    named = node.event.activity if node.event else None
    if named is not None:
        activity = subject.process.nodes.get(named)
        undoes = activity is not None and (activity.compensation_handler or activity.kind is Kind.SUB_PROCESS)
        if activity is None or not undoes or not _reaches(subject, node, activity):
            message = f'{node.label} compensates "{named}", which has no compensation handler in its scope.'
            fix = "Name an activity with a compensation boundary event, or a sub-process, beside the event."
            subject.report("compensation.activity", node, message, fix)
    definition = subject.definition(node, "compensateEventDefinition")
    if definition is not None and definition.attributes.get("waitForCompletion", "true") in {"false", "0"}:
        message = f"{node.label} does not wait until the compensation is done."
        subject.report("compensation.waits", node, message, 'Remove waitForCompletion="false".')


def _reaches(subject: Subject, node: Node, activity: Node) -> bool:
    """Return whether an event compensates what lies beside it, or beside the event sub-process around it."""
    scope = subject.process.nodes[node.scope]
    while scope.kind is Kind.EVENT_SUB_PROCESS and activity.scope != scope.id:
        scope = subject.process.nodes[scope.scope]
    return activity.scope == scope.id


def _handler(subject: Subject, node: Node) -> None:
    if node.incoming or node.outgoing or node.boundaries:
        message = f"{node.label} is a compensation handler with flows or boundary events of its own."
        subject.report("compensation.handler-flows", node, message, "Remove them: only the association leads to it.")


def _scope(subject: Subject, scope: Node) -> None:
    children = subject.children(scope)
    if scope.kind is Kind.PROCESS:
        starts = [child for child in children if child.kind is Kind.START_EVENT]
        _repeated(subject, "start.repeated", starts, scope.label)
    triggered = [
        start for child in children if child.kind is Kind.EVENT_SUB_PROCESS for start in _starts(subject, child)
    ]
    _repeated(subject, "start.repeated", triggered, scope.label)
    _links(subject, [child for child in children if child.trigger is Trigger.LINK])


def _starts(subject: Subject, node: Node) -> list[Node]:
    return subject.process.starts_of(node.id)


def _repeated(subject: Subject, rule: str, events: Iterable[Node], of: str) -> None:
    """Report what two events beside each other wait for: which of them gets it?"""
    found: defaultdict[tuple[Trigger, str | None], int] = defaultdict(int)
    for node in events:
        if node.event is None:
            continue
        if node.trigger in _CALL:
            what = node.event.code
        elif node.trigger in _MAIL:
            what = node.event.name
        else:  # the same condition may stand twice, but not to start a process
            what = node.event.condition if node.scope == subject.process.id else None
        if what is None and node.trigger not in _CALL:
            continue
        found[node.trigger, what] += 1
        if found[node.trigger, what] == 2:
            named = f'{node.trigger.value} "{what}"' if what else f"{node.trigger.value} of any code"
            message = f"{node.label} waits for the {named}, and so does another event of {of}."
            subject.report(rule, node, message, "Keep one of them.")


def _links(subject: Subject, links: list[Node]) -> None:
    targets: set[str] = set()
    for node in links:
        name = node.event.name if node.event else None
        if not name:
            subject.report("link.name-missing", node, f"{node.label} has no link name.", "Give it a name.")
        elif node.kind is Kind.CATCH_EVENT and name in targets:
            message = f'{node.label} is a second target of the link "{name}".'
            subject.report("link.repeated", node, message, "Give each catching link event a name of its own.")
        if name and node.kind is Kind.CATCH_EVENT:
            targets.add(name)
        if node.incoming if node.kind is Kind.CATCH_EVENT else node.outgoing:
            message = f"A sequence flow leads {'into' if node.kind is Kind.CATCH_EVENT else 'out of'} {node.label}."
            subject.report("link.flows", node, message, "Remove it: the link is the way.")
    for node in links:
        name = node.event.name if node.event else None
        if name and node.kind is Kind.THROW_EVENT and name not in targets:
            message = f'{node.label} throws to the link "{name}", which no event of this scope catches.'
            subject.report("link.target-missing", node, message, "Add a catching link event with this name.")
