"""XML elements to the elements of a model. All versions from 1.1 to 1.5 use the same names; only namespaces differ."""

from __future__ import annotations

from collections.abc import Callable

from charter.dmn.elements import (
    Boxed,
    Conditional,
    Context,
    Decision,
    DecisionTable,
    Definitions,
    Entry,
    Filter,
    FunctionDefinition,
    Import,
    InputClause,
    InputData,
    Invocation,
    ItemDefinition,
    Items,
    Iteration,
    Knowledge,
    Literal,
    Node,
    OutputClause,
    Parameter,
    Relation,
    Rule,
    Service,
)
from charter.dmn.xml import Element, read_xml, unreadable
from charter.feel.scanner import normal_name

_ZEEBE = "http://camunda.org/schema/zeebe/1.0"
_BOXED = (
    "literalExpression",
    "decisionTable",
    "context",
    "invocation",
    "functionDefinition",
    "list",
    "relation",
    "conditional",
    "filter",
    "for",
    "some",
    "every",
)


def read_definitions(data: bytes) -> Definitions:
    """Return what a file defines.

    Raises:
        DmnUnreadable: it is no DMN model.
    """
    root = read_xml(data)
    if root.name != "definitions" or "DMN" not in root.namespace.upper():
        raise unreadable(
            root.line,
            f"The root element is <{root.name}> of {root.namespace or 'no namespace'}.",
            "A DMN model begins with <definitions> of a DMN namespace.",
        )
    return Definitions(
        normal_name(root.get("name")),
        root.get("namespace"),
        tuple(_import(element) for element in root.all("import")),
        tuple(_item(element) for element in root.all("itemDefinition")),
        tuple(node for node in map(_node, root.children) if node),
    )


def _import(element: Element) -> Import:
    return Import(normal_name(element.get("name")), element.get("namespace"), element.get("importType"), element.line)


def _item(element: Element) -> ItemDefinition:
    function = element.first("functionItem")
    signature = None
    if function:
        parameters = tuple(_parameter(p) for p in function.all("parameters"))
        signature = parameters, function.get("outputTypeRef") or function.text_of("outputTypeRef")
    allowed, constraint = element.first("allowedValues"), element.first("typeConstraint")
    return ItemDefinition(
        normal_name(element.get("name")),
        element.text_of("typeRef") or element.get("typeRef"),
        element.get("isCollection") in {"true", "1"},
        allowed.text_of("text") if allowed else "",
        constraint.text_of("text") if constraint else "",
        tuple(_item(component) for component in element.all("itemComponent")),
        signature,
        element.line,
    )


def _parameter(element: Element) -> Parameter:
    return Parameter(normal_name(element.get("name")), _type_ref(element))


def _type_ref(element: Element | None) -> str:
    if element is None:
        return ""
    return element.get("typeRef") or element.text_of("typeRef")


def _variable(element: Element) -> tuple[str, str]:
    """Return the name under which others see an element, and its type."""
    variable = element.first("variable")
    name = variable.get("name") if variable else ""
    return normal_name(name or element.get("name")), _type_ref(variable)


def _references(element: Element, outer: str, *inner: str) -> tuple[str, ...]:
    found = []
    for requirement in element.all(outer):
        target = requirement.first(*inner) if inner else requirement
        if target and target.get("href"):
            found.append(target.get("href"))
    return tuple(found)


def _node(element: Element) -> Node | None:
    if element.name not in {"inputData", "decision", "businessKnowledgeModel", "decisionService"}:
        return None
    name, type_ref = _variable(element)
    identity, line = element.get("id") or name, element.line
    if element.name == "inputData":
        return InputData(identity, name, type_ref, line)
    if element.name == "decision":
        information = _references(element, "informationRequirement", "requiredDecision", "requiredInput")
        knowledge = _references(element, "knowledgeRequirement", "requiredKnowledge")
        return Decision(
            identity, name, type_ref, information, knowledge, _boxed_in(element), line, _version_tag(element)
        )
    if element.name == "businessKnowledgeModel":
        knowledge = _references(element, "knowledgeRequirement", "requiredKnowledge")
        logic = element.first("encapsulatedLogic")
        return Knowledge(identity, name, type_ref, knowledge, _function(logic) if logic else None, line)
    return Service(
        identity,
        name,
        type_ref,
        _references(element, "outputDecision"),
        _references(element, "encapsulatedDecision"),
        _references(element, "inputDecision"),
        _references(element, "inputData"),
        line,
    )


def _version_tag(element: Element) -> str | None:
    extensions = element.first("extensionElements")
    for extension in extensions.children if extensions else ():
        if (extension.namespace, extension.name) == (_ZEEBE, "versionTag"):
            return extension.get("value") or None
    return None


def _boxed_in(element: Element | None) -> Boxed | None:
    """Return the expression inside an element."""
    found = element.first(*_BOXED) if element else None
    return _boxed(found) if found else None


def _boxed(element: Element) -> Boxed:
    readers: dict[str, Callable[[Element], Boxed]] = {
        "decisionTable": _table,
        "context": _context,
        "invocation": _invocation,
        "functionDefinition": _function,
        "list": _items,
        "relation": _relation,
        "conditional": _conditional,
        "filter": _filter,
        "for": _iteration,
        "some": _iteration,
        "every": _iteration,
    }
    reader = readers.get(element.name)
    return reader(element) if reader else _literal(element)


def _literal(element: Element) -> Literal:
    return Literal(element.text_of("text"), _type_ref(element), element.line, element.get("expressionLanguage"))


def _context(element: Element) -> Context:
    entries = []
    for child in element.all("contextEntry"):
        variable = child.first("variable")
        name = normal_name(variable.get("name")) if variable else ""
        entries.append(Entry(name, _type_ref(variable), _boxed_in(child)))
    return Context(tuple(entries), _type_ref(element), element.line)


def _function(element: Element) -> FunctionDefinition:
    parameters = tuple(_parameter(parameter) for parameter in element.all("formalParameter"))
    kind = element.get("kind") or "FEEL"
    return FunctionDefinition(parameters, _boxed_in(element), kind, _type_ref(element), element.line)


def _invocation(element: Element) -> Invocation:
    bindings = []
    for binding in element.all("binding"):
        parameter = binding.first("parameter")
        bindings.append((normal_name(parameter.get("name")) if parameter else "", _boxed_in(binding)))
    return Invocation(_boxed_in(element), tuple(bindings), _type_ref(element), element.line)


def _items(element: Element) -> Items:
    items = tuple(_boxed(child) for child in element.children if child.name in _BOXED)
    return Items(items, _type_ref(element), element.line)


def _relation(element: Element) -> Relation:
    columns = tuple(_parameter(column) for column in element.all("column"))
    rows = tuple(tuple(_boxed(c) for c in row.children if c.name in _BOXED) for row in element.all("row"))
    return Relation(columns, rows, _type_ref(element), element.line)


def _conditional(element: Element) -> Conditional:
    condition, then, otherwise = (_boxed_in(element.first(name)) for name in ("if", "then", "else"))
    return Conditional(condition, then, otherwise, _type_ref(element), element.line)


def _filter(element: Element) -> Filter:
    items, match = _boxed_in(element.first("in")), _boxed_in(element.first("match"))
    return Filter(items, match, _type_ref(element), element.line)


def _iteration(element: Element) -> Iteration:
    return Iteration(
        element.name,
        normal_name(element.get("iteratorVariable")),
        _boxed_in(element.first("in")),
        _boxed_in(element.first("return", "satisfies")),
        _type_ref(element),
        element.line,
    )


def _table(element: Element) -> DecisionTable:
    return DecisionTable(
        element.get("id"),
        (element.get("hitPolicy") or "UNIQUE").upper().replace("_", " "),
        element.get("aggregation").upper(),
        tuple(_input(clause) for clause in element.all("input")),
        tuple(_output(clause) for clause in element.all("output")),
        tuple(_rule(rule) for rule in element.all("rule")),
        _type_ref(element),
        element.line,
    )


def _input(element: Element) -> InputClause:
    expression = element.first("inputExpression")
    values = element.first("inputValues")
    literal = _literal(expression) if expression else Literal("", "", element.line)
    return InputClause(element.get("label") or literal.text, literal, values.text_of("text") if values else "")


def _output(element: Element) -> OutputClause:
    values, default = element.first("outputValues"), element.first("defaultOutputEntry")
    return OutputClause(
        normal_name(element.get("name")),
        _type_ref(element),
        values.text_of("text") if values else "",
        _literal(default) if default else None,
    )


def _rule(element: Element) -> Rule:
    return Rule(
        element.get("id"),
        tuple(entry.text_of("text") for entry in element.all("inputEntry")),
        tuple(_literal(entry) for entry in element.all("outputEntry")),
        element.line,
        tuple(entry.text_of("text") for entry in element.all("annotationEntry")),
    )
