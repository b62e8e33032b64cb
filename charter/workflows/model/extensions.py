"""Extension elements of Camunda 8.9 (``zeebe``) and Charter's own, read into the graph."""

from __future__ import annotations

from charter.core.xml import XmlElement
from charter.workflows.model.findings import Findings
from charter.workflows.model.graph import (
    AdHoc,
    CalledDecision,
    CalledProcess,
    Decider,
    JobSpec,
    Kind,
    Listener,
    Mapping,
    Node,
    Script,
    UserTaskSpec,
)
from charter.workflows.model.names import BPMN, CHARTER, ZEEBE

_EVENTS = {"beforeAll": "start"}


def child(element: XmlElement, name: str, space: str) -> XmlElement | None:
    """Return an extension element of an element."""
    extensions = element.first("extensionElements", BPMN)
    return extensions.first(name, space) if extensions is not None else None


def version_tag(process: XmlElement) -> str | None:
    """Return a process's version tag."""
    found = child(process, "versionTag", ZEEBE)
    return found.attributes.get("value") if found is not None else None


def execution_listeners(element: XmlElement) -> tuple[Listener, ...]:
    """Return the jobs at the start and end of an element's execution."""
    return _listeners(element, "executionListeners", "executionListener")


def read(node: Node, element: XmlElement, findings: Findings) -> None:
    """Fill in what a node's extension elements say."""
    _mappings(node, element)
    node.listeners = execution_listeners(element)
    node.task_listeners = _listeners(element, "taskListeners", "taskListener")
    node.properties = _pairs(child(element, "properties", ZEEBE), "property", "name")
    node.headers = _pairs(child(element, "taskHeaders", ZEEBE), "header", "key")
    definition = child(element, "taskDefinition", ZEEBE)
    if definition is not None:
        retries = definition.attributes.get("retries") or "3"
        node.job = JobSpec(definition.attributes.get("type", ""), retries, node.headers)
    _agent(node, element, findings)
    _called(node, element)
    if node.kind is Kind.USER_TASK:
        node.user_task = _user_task(element)
    if node.kind is Kind.AD_HOC_SUB_PROCESS:
        node.ad_hoc = _ad_hoc(element)


def _pairs(element: XmlElement | None, name: str, key: str) -> tuple[tuple[str, str], ...]:
    if element is None:
        return ()
    return tuple(
        (found.attributes.get(key, ""), found.attributes.get("value", "")) for found in element.all(name, ZEEBE)
    )


def _mappings(node: Node, element: XmlElement) -> None:
    found = child(element, "ioMapping", ZEEBE)
    if found is None:
        return
    for name in ("input", "output"):
        read = tuple(
            Mapping(entry.attributes.get("source", ""), entry.attributes.get("target", ""))
            for entry in found.all(name, ZEEBE)
        )
        setattr(node, f"{name}s", read)


def _listeners(element: XmlElement, group: str, name: str) -> tuple[Listener, ...]:
    found = child(element, group, ZEEBE)
    if found is None:
        return ()
    return tuple(
        Listener(
            _EVENTS.get(entry.attributes.get("eventType", ""), entry.attributes.get("eventType", "")),
            entry.attributes.get("type", ""),
            entry.attributes.get("retries") or "3",
            _pairs(entry.first("taskHeaders", ZEEBE), "header", "key"),
        )
        for entry in found.all(name, ZEEBE)
    )


def _agent(node: Node, element: XmlElement, findings: Findings) -> None:
    """Read ``charter:agent`` (a job of type ``agent``) and ``charter:decision``."""
    agent = child(element, "agent", CHARTER)
    if agent is not None:
        names = (("agent", "ref"), ("version", "version"), ("input", "input"), ("output", "output"))
        headers = tuple((key, agent.attributes[name]) for key, name in names if agent.attributes.get(name))
        base = node.job or JobSpec("agent")
        node.job = JobSpec("agent", base.retries, (*base.headers, *headers))
    decision = child(element, "decision", CHARTER)
    if decision is None:
        return
    try:
        threshold = float(decision.attributes.get("threshold", "0.5"))
        timeout_s = int(decision.attributes.get("timeoutSeconds", "120"))
    except ValueError:
        threshold, timeout_s = -1.0, 0
    if not 0 <= threshold <= 1 or not 0 < timeout_s <= 86_400 or not decision.attributes.get("agent"):
        findings.error(
            "decision.invalid",
            node.id,
            decision.line,
            "charter:decision needs an agent, a threshold from 0 to 1 and timeoutSeconds from 1 to 86400.",
            'For example <charter:decision agent="triage" threshold="0.7" timeoutSeconds="60"/>.',
        )
        return
    node.decider = Decider(decision.attributes["agent"], decision.attributes.get("question"), threshold, timeout_s)


def _called(node: Node, element: XmlElement) -> None:
    if (found := child(element, "script", ZEEBE)) is not None:
        node.script = Script(found.attributes.get("expression", ""), found.attributes.get("resultVariable", ""))
    if (found := child(element, "calledDecision", ZEEBE)) is not None:
        node.decision = CalledDecision(
            found.attributes.get("decisionId", ""),
            found.attributes.get("resultVariable", ""),
            found.attributes.get("bindingType", "latest"),
            found.attributes.get("versionTag"),
        )
    if (found := child(element, "calledElement", ZEEBE)) is not None:
        node.called = CalledProcess(
            found.attributes.get("processId") or found.attributes.get("processIdExpression", ""),
            found.attributes.get("bindingType", "latest"),
            found.attributes.get("versionTag"),
            found.attributes.get("propagateAllParentVariables", "true") != "false",
            found.attributes.get("propagateAllChildVariables", "true") != "false",
        )


def _user_task(element: XmlElement) -> UserTaskSpec:
    def attribute(name: str, of: str) -> str | None:
        found = child(element, name, ZEEBE)
        return (found.attributes.get(of) or None) if found is not None else None

    return UserTaskSpec(
        form_id=attribute("formDefinition", "formId"),
        form_binding=attribute("formDefinition", "bindingType") or "latest",
        form_version_tag=attribute("formDefinition", "versionTag"),
        external_form=attribute("formDefinition", "externalReference"),
        embedded_form=attribute("formDefinition", "formKey"),
        assignee=attribute("assignmentDefinition", "assignee"),
        candidate_groups=attribute("assignmentDefinition", "candidateGroups"),
        candidate_users=attribute("assignmentDefinition", "candidateUsers"),
        due_date=attribute("taskSchedule", "dueDate"),
        follow_up_date=attribute("taskSchedule", "followUpDate"),
        priority=attribute("priorityDefinition", "priority") or "50",
    )


def _ad_hoc(element: XmlElement) -> AdHoc:
    found = child(element, "adHoc", ZEEBE)
    attributes = found.attributes if found is not None else {}
    completion = element.first("completionCondition", BPMN)
    return AdHoc(
        attributes.get("activeElementsCollection") or None,
        (completion.content() or None) if completion is not None else None,
        element.attributes.get("cancelRemainingInstances", "true") != "false",
        attributes.get("outputCollection") or None,
        attributes.get("outputElement") or None,
    )
