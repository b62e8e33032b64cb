"""The lint: everything that is wrong with a BPMN file, or looks so."""

from __future__ import annotations

from charter.workflows.model.findings import Finding
from charter.workflows.model.names import BPMN
from charter.workflows.model.reading import Model
from charter.workflows.model.rules import agents, events, expressions, flows, paths, scopes, tasks
from charter.workflows.model.rules.subject import Subject

_RULES = (scopes.check, flows.check, events.check, tasks.check, agents.check, expressions.check, paths.check)


def lint(model: Model) -> list[Finding]:
    """Return the findings of reading and of all rules, in the file's order."""
    findings = model.findings[:]
    if model.root is not None:
        elements = {
            element.attributes["id"]: element
            for element in model.root.walk()
            if element.space == BPMN and "id" in element.attributes
        }
        found = type(model.findings)()
        for process in model.processes:
            subject = Subject(process, elements, found)
            for check in _RULES:
                check(subject)
        findings += found
    return sorted(dict.fromkeys(findings), key=lambda finding: finding.line)
