"""Event definitions, with the messages, signals, errors and escalations they name."""

from __future__ import annotations

from charter.core.xml import XmlElement
from charter.workflows.model import extensions
from charter.workflows.model.findings import Findings
from charter.workflows.model.graph import EVENTS, Event, Kind, Node, Timer, Trigger
from charter.workflows.model.names import BPMN, ZEEBE

_TRIGGERS = {
    "messageEventDefinition": Trigger.MESSAGE,
    "timerEventDefinition": Trigger.TIMER,
    "signalEventDefinition": Trigger.SIGNAL,
    "errorEventDefinition": Trigger.ERROR,
    "escalationEventDefinition": Trigger.ESCALATION,
    "terminateEventDefinition": Trigger.TERMINATE,
    "linkEventDefinition": Trigger.LINK,
    "compensateEventDefinition": Trigger.COMPENSATION,
    "conditionalEventDefinition": Trigger.CONDITIONAL,
    "cancelEventDefinition": Trigger.CANCEL,
}
_TIMERS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


class EventReader:
    """Reads what events wait for; knows what the file declares beside its processes."""

    def __init__(self, root: XmlElement, findings: Findings) -> None:
        self.findings = findings
        self.declared = {
            (element.name, element.attributes.get("id", "")): element
            for element in root.children
            if element.space == BPMN and element.name in {"message", "signal", "error", "escalation"}
        }

    def read(self, node: Node, element: XmlElement) -> None:
        """Fill in a node's event, what it is attached to and whether it interrupts."""
        if node.kind is Kind.RECEIVE_TASK:
            node.event = self._message(node, element, element.attributes.get("messageRef"))
        if node.kind not in EVENTS:
            return
        node.attached_to = element.attributes.get("attachedToRef")
        names = ("cancelActivity", "isInterrupting")
        node.interrupting = all(element.attributes.get(name, "true") not in {"false", "0"} for name in names)
        definitions = [found for found in element.children if found.space == BPMN and found.name in _TRIGGERS]
        if len(definitions) > 1:
            self.findings.error(
                "event.several-definitions",
                node.id,
                node.line,
                "The event has more than one event definition.",
                "Use one event for each trigger.",
            )
        if definitions:
            node.event = self._event(node, definitions[0])

    def _event(self, node: Node, definition: XmlElement) -> Event:  # noqa: PLR0911 - one answer to each trigger
        trigger = _TRIGGERS[definition.name]
        attributes = definition.attributes
        match trigger:
            case Trigger.MESSAGE:
                return self._message(node, definition, attributes.get("messageRef"))
            case Trigger.TIMER:
                return Event(trigger, timer=self._timer(node, definition))
            case Trigger.SIGNAL:
                return Event(trigger, name=self._named(node, "signal", attributes.get("signalRef"), "name"))
            case Trigger.ERROR:
                return Event(trigger, code=self._code(node, "error", attributes.get("errorRef"), "errorCode"))
            case Trigger.ESCALATION:
                return Event(
                    trigger, code=self._code(node, "escalation", attributes.get("escalationRef"), "escalationCode")
                )
            case Trigger.LINK:
                return Event(trigger, name=attributes.get("name"))
            case Trigger.COMPENSATION:
                return Event(trigger, activity=attributes.get("activityRef") or None)
            case Trigger.CONDITIONAL:
                condition = definition.first("condition", BPMN)
                only = extensions.child(definition, "conditionalFilter", ZEEBE)
                named = only.attributes.get("variableEvents", "").split(",") if only is not None else []
                return Event(
                    trigger,
                    condition=condition.content() if condition is not None else None,
                    variable_events=tuple(name.strip() for name in named if name.strip()),
                )
            case _:
                return Event(trigger)

    def _local(self, reference: str) -> str:
        return reference.rpartition(":")[2]

    def _find(self, node: Node, kind: str, reference: str) -> XmlElement | None:
        found = self.declared.get((kind, reference)) or self.declared.get((kind, self._local(reference)))
        if found is None:
            self.findings.error(
                f"{kind}.unknown",
                node.id,
                node.line,
                f'The {kind} "{reference}" is not declared in the file.',
                f"Declare the {kind} beside the process, or choose another one.",
            )
        return found

    def _named(self, node: Node, kind: str, reference: str | None, attribute: str) -> str | None:
        found = self._find(node, kind, reference) if reference else None
        if found is None:
            if not reference:
                self._missing(node, kind)
            return None
        if not found.attributes.get(attribute):
            self._missing(node, kind, f"The {kind} has no {attribute}.")
        return found.attributes.get(attribute)

    def _code(self, node: Node, kind: str, reference: str | None, attribute: str) -> str | None:
        """Return the code an event names; a catching event without a reference catches every code."""
        if reference:
            found = self._find(node, kind, reference)
            if found is not None and not found.attributes.get(attribute):
                self._missing(node, kind, f"The {kind} has no {attribute}.")
            return found.attributes.get(attribute) if found is not None else None
        if node.kind in {Kind.END_EVENT, Kind.THROW_EVENT}:
            self._missing(node, kind)
        return None

    def _missing(self, node: Node, kind: str, message: str | None = None) -> None:
        self.findings.error(
            f"{kind}.missing",
            node.id,
            node.line,
            message or f"The event names no {kind}.",
            f"Choose the {kind} that the event is about, and give it a name or code.",
        )

    def _message(self, node: Node, element: XmlElement, reference: str | None) -> Event:
        if node.kind in {Kind.END_EVENT, Kind.THROW_EVENT}:
            job = extensions.child(element, "taskDefinition", ZEEBE)
            if job is not None or not reference:
                return Event(Trigger.MESSAGE)
        name = self._named(node, "message", reference, "name")
        found = self.declared.get(("message", self._local(reference))) if reference else None
        subscription = extensions.child(found, "subscription", ZEEBE) if found is not None else None
        key = subscription.attributes.get("correlationKey") if subscription is not None else None
        return Event(Trigger.MESSAGE, name=name, key=key or None)

    def _timer(self, node: Node, definition: XmlElement) -> Timer | None:
        found = [element for element in definition.children if element.space == BPMN and element.name in _TIMERS]
        if len(found) != 1 or not found[0].content():
            self.findings.error(
                "timer.missing",
                node.id,
                node.line,
                "The timer says not when.",
                "Give it one of timeDate, timeDuration and timeCycle.",
            )
            return None
        return Timer(_TIMERS[found[0].name], found[0].content())
