"""A decision model: parse it once, evaluate its decisions often.

>>> model = parse_dmn(Path("discount.dmn").read_bytes())
>>> model.evaluate("Discount", {"Customer": "Business", "Order size": 12}, clock).to_json()
0.1
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeAlias

from charter.core.findings import Finding, Severity
from charter.dmn.elements import Decision, Definitions, InputData, Knowledge, Node, Service
from charter.dmn.errors import DecisionNotFound
from charter.dmn.graph import cycles
from charter.dmn.logic import LogicCompiler
from charter.dmn.reading import read_definitions
from charter.dmn.record import DecisionResult, DecisionRun
from charter.dmn.types import ItemType, TypeLibrary, fit, from_text
from charter.feel.admission import admit
from charter.feel.errors import FeelLimitExceeded
from charter.feel.limits import DEFAULT_LIMITS, Limits
from charter.feel.run import Clock, Code, Env, Run, Value, WarningCode
from charter.feel.types import ANY, FunctionOf
from charter.feel.values import Function

Located: TypeAlias = tuple["Model", Node]


class Model:
    """A parsed model.

    Attributes:
        types: the types it defines and imports.
        findings: what is wrong with it; a model with errors should not be deployed, though what is sound in it works.
    """

    def __init__(self, definitions: Definitions, imports: Iterable[Model] = ()) -> None:
        self.name = definitions.name
        self.namespace = definitions.namespace
        self.findings: list[Finding] = []
        self._definitions = definitions
        self._imports = self._link(imports)
        self._by_id = {node.id: node for node in definitions.nodes}
        self._by_name = {node.name: node for node in definitions.nodes}
        self.types: TypeLibrary = TypeLibrary(definitions, [(alias, model.types) for alias, model in self._imports])
        self._compiler = LogicCompiler(self.types, self.property_names())
        self._codes: dict[str, Code] = {}
        self._check_names()
        for node in definitions.nodes:
            self._compile(node)
        self._check_graph()
        self._check_unknown()
        self.findings += [*self.types.findings, *self._compiler.findings]

    # Reading

    def _link(self, imports: Iterable[Model]) -> list[tuple[str, Model]]:
        known = {model.namespace: model for model in imports}
        linked = []
        for wanted in self._definitions.imports:
            if wanted.namespace in known:
                linked.append((wanted.name, known[wanted.namespace]))
            elif "/DMN/" in wanted.kind:
                message = f"The imported model {wanted.namespace} is not there."
                self._report("dmn.import-missing", wanted.name, wanted.line, message, "Send it along.")
        return linked

    def property_names(self) -> set[str]:
        """Return all names that may follow a dot in this model's expressions."""
        names = {node.name for node in self._definitions.nodes} | _entry_names(self._definitions)
        for _, model in self._imports:
            names |= model.property_names()
        return names | self.types.component_names

    def _report(
        self, rule: str, element: str, line: int, message: str, fix: str, severity: Severity = Severity.ERROR
    ) -> None:
        self.findings.append(Finding(rule, severity, element, line, message, fix))

    def _check_names(self) -> None:
        for attribute in ("id", "name"):
            seen: set[str] = set()
            for node in self._definitions.nodes:
                value = getattr(node, attribute)
                if value in seen:
                    message = f"Two elements have the {attribute} {value!r}."
                    self._report(f"dmn.duplicate-{attribute}", node.name, node.line, message, "Rename one of them.")
                seen.add(value)
        for node in self._definitions.nodes:
            if not node.name:
                self._report("dmn.name-missing", node.id, node.line, "The element has no name.", "Give it one.")

    def find(self, reference: str) -> Located | None:
        """Return the element that a reference (``#id`` or ``namespace#id``) means, and its model."""
        namespace, _, identity = reference.rpartition("#")
        if not namespace or namespace == self.namespace:
            return (self, self._by_id[identity]) if identity in self._by_id else None
        for _, model in self._imports:
            found = model.find(reference) if model.namespace == namespace else None
            if found:
                return found
        return None

    def _requirements(self, node: Node) -> list[tuple[str, Located]]:
        """Return what an element requires, with the name of the import where it is another model's."""
        references = _references(node)
        found = []
        for reference in references:
            located = self.find(reference)
            if located:
                alias = next((a for a, model in self._imports if model is located[0] and model is not self), "")
                found.append((alias, located))
        return found

    def _names(self, node: Node) -> list[str]:
        """Return the names that an element sees, in the order of the cells of its environment."""
        names = [alias or located[1].name for alias, located in self._requirements(node)]
        names = list(dict.fromkeys(names))
        return [*names, node.name] if isinstance(node, Knowledge) else names

    def _compile(self, node: Node) -> None:
        for reference in _references(node):
            if self.find(reference) is None:
                message = f"The reference {reference!r} leads nowhere."
                self._report("dmn.reference-missing", node.name, node.line, message, "Correct or remove it.")
        self.types.resolve(node.type_ref, node.name, node.line)
        if isinstance(node, Decision | Knowledge):
            self._codes[node.id] = self._compiler.logic(node.logic, self._names(node), node.name)
            if node.logic is None:
                message = "The element has no logic."
                fix = "Add an expression or a table; until then its value must be given."
                self._report("dmn.logic-missing", node.name, node.line, message, fix, Severity.WARNING)

    def _check_graph(self) -> None:
        edges = {
            node.id: [located[1].id for alias, located in self._requirements(node) if located[0] is self]
            for node in self._definitions.nodes
        }
        for cycle in cycles(edges):
            spelled = " → ".join(self._by_id[identity].name for identity in [*cycle, cycle[0]])
            node = self._by_id[cycle[0]]
            self._report("dmn.cycle", node.name, node.line, f"Elements require each other: {spelled}.", "Break it.")

    def _check_unknown(self) -> None:
        for element, name, line in self._compiler.unknown:
            if name in self._by_name and name != element:
                message, fix = f"{name!r} is used but not required.", "Add the requirement."
                self._report("dmn.requirement-missing", element, line, message, fix)
            else:
                message, fix = f"There is no {name!r} here; it is null.", "Correct the name."
                self._report("dmn.unknown-name", element, line, message, fix, Severity.WARNING)

    # Evaluation

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """All decisions, in the order of the file."""
        return tuple(node for node in self._definitions.nodes if isinstance(node, Decision))

    @property
    def inputs(self) -> tuple[InputData, ...]:
        """All values that come from outside, in the order of the file."""
        return tuple(node for node in self._definitions.nodes if isinstance(node, InputData))

    def code_of(self, node: Node) -> Code:
        """Return the compiled logic of a decision or a business knowledge model."""
        return self._codes[node.id]

    def type_of(self, node: Node) -> ItemType:
        """Return the type of an element's value; of a service or a function, that of its result."""
        found = self.types.resolve(node.type_ref)
        if isinstance(node, Service | Knowledge) and isinstance(found.feel, FunctionOf):
            return ItemType(found.feel.result)
        return found

    def evaluate(
        self,
        decision: str,
        inputs: Mapping[str, Any],
        clock: Clock | None = None,
        *,
        limits: Limits = DEFAULT_LIMITS,
    ) -> DecisionResult:
        """Evaluate a decision or a decision service by its id or name.

        Args:
            inputs: values by the names of input data; for a service also of its input decisions.

        Raises:
            DecisionNotFound: there is no such decision.
            FeelLimitExceeded: it wants more than the limits allow.
            FeelAssertionFailed: ``assert`` was called, and its condition is not fulfilled.
        """
        node = self._by_id.get(decision) or self._by_name.get(decision)
        if not isinstance(node, Decision | Service):
            raise DecisionNotFound(f"The model {self.name!r} has no decision {decision!r}.")
        run = DecisionRun({}, clock, limits)
        evaluation = _Evaluation(run, {name: admit(run, value) for name, value in inputs.items()})
        try:
            if isinstance(node, Service):
                value = evaluation.service(self, node, evaluation.given(self, node))
            else:
                value = evaluation.value(self, node)
        except RecursionError:
            raise FeelLimitExceeded("call_levels", limits.call_levels) from None
        run.attribute(node.name)
        return DecisionResult(value, tuple(run.matched), evaluation.decisions, tuple(run.notes))

    def required(self, node: Node) -> list[tuple[str, Located]]:
        """Return what must be known before an element, with the name of the import it comes through."""
        return self._requirements(node)


class _Evaluation:
    """The values of one evaluation; a decision service has one of its own.

    Args:
        inputs: values by name.
        fixed: values of elements that are not to be evaluated, by namespace and id.
    """

    def __init__(
        self, run: DecisionRun, inputs: Mapping[str, Value], fixed: Mapping[tuple[str, str], Value] | None = None
    ) -> None:
        self.decisions: dict[str, Value] = {}
        self._run = run
        self._inputs = inputs
        self._known: dict[tuple[str, str], Value] = dict(fixed or {})

    def value(self, model: Model, node: Node) -> Value:
        """Return the value of an element, after those of all that it requires."""
        pending: list[tuple[Located, bool]] = [((model, node), False)]
        begun: set[tuple[str, str]] = set()
        while pending:
            (owner, current), ready = pending.pop()
            key = owner.namespace, current.id
            if key in self._known:
                continue
            if ready or isinstance(current, InputData | Knowledge | Service):
                self._known[key] = self._evaluate(owner, current)
            elif key in begun:
                self._run.warn(WarningCode.FUNCTION_INVOCATION_FAILURE, f"{current.name} requires itself")
                self._known[key] = None
            else:
                begun.add(key)
                pending.append(((owner, current), True))
                pending.extend((located, False) for _, located in reversed(owner.required(current)))
        return self._known[model.namespace, node.id]

    def _evaluate(self, model: Model, node: Node) -> Value:
        match node:
            case InputData():
                wanted = model.type_of(node).feel
                return self._fitted(model, node, from_text(self._inputs.get(node.name), wanted))
            case Knowledge():
                return self._knowledge(model, node)
            case Service():
                return self._service_function(model, node)
            case Decision():
                return self._decision(model, node)

    def _fitted(self, model: Model, node: Node, value: Value) -> Value:
        value = fit(self._run, value, model.type_of(node), node.name)
        self._run.attribute(node.name)
        return value

    def _decision(self, model: Model, node: Decision) -> Value:
        if node.logic is None:
            value = self._inputs.get(node.name)
        else:
            value = model.code_of(node)(self._run, self._environment(model, node))
        value = self._fitted(model, node, value)
        self.decisions[node.name] = value
        return value

    def _environment(self, model: Model, node: Node) -> Env:
        """Return the cells with what an element requires; the parts of another model are a context."""
        values: dict[str, Value] = {}
        for alias, (owner, required) in model.required(node):
            value = self._known.get((owner.namespace, required.id))
            if value is None and isinstance(required, Knowledge | Service):
                value = self.value(owner, required)
            if alias:
                values.setdefault(alias, {})[required.name] = value
            else:
                values[required.name] = value
        env: Env = None
        for value in values.values():
            env = (value, env)
        return env

    def _knowledge(self, model: Model, node: Knowledge) -> Value:
        if node.logic is None:
            return None
        logic = node.logic
        made: list[Function] = []

        def call(run: Run, arguments: list[Value]) -> Value:
            if not made:
                made.append(model.code_of(node)(run, (function, self._environment(model, node))))
            return made[0].call(run, arguments)

        names = tuple(parameter.name for parameter in logic.parameters)
        types = tuple(model.types.resolve(parameter.type_ref).feel for parameter in logic.parameters)
        result = None if model.type_of(node).feel == ANY else model.type_of(node).feel
        function = Function(node.name, names, call, types=types, result=result)
        return function

    # Services

    def given(self, model: Model, service: Service) -> dict[str, Value]:
        """Return the inputs of a service from those of the evaluation."""
        return {located[1].name: self._inputs.get(located[1].name) for located in _parameters(model, service)}

    def service(self, model: Model, service: Service, arguments: Mapping[str, Value]) -> Value:
        """Return the value of a service: that of its decision, or a context with those of its decisions."""
        fixed = {}
        for owner, node in _parameters(model, service):
            value = from_text(arguments.get(node.name), owner.type_of(node).feel)
            fixed[owner.namespace, node.id] = self._fitted(owner, node, value)
        inner = _Evaluation(self._run, {}, fixed)
        values = {}
        for reference in service.outputs:
            located = model.find(reference)
            if located:
                values[located[1].name] = inner.value(*located)
        self.decisions.update(inner.decisions)
        value = next(iter(values.values())) if len(values) == 1 else values
        return self._fitted(model, service, value)

    def _service_function(self, model: Model, service: Service) -> Function:
        parameters = list(_parameters(model, service))
        names = tuple(node.name for _, node in parameters)
        types = tuple(owner.type_of(node).feel for owner, node in parameters)

        def call(_run: Run, arguments: list[Value]) -> Value:
            return self.service(model, service, dict(zip(names, arguments, strict=True)))

        return Function(service.name, names, call, types=types)


def _parameters(model: Model, service: Service) -> Iterator[Located]:
    """Yield what a service must be given: input data first, then input decisions."""
    for reference in (*service.input_data, *service.input_decisions):
        located = model.find(reference)
        if located:
            yield located


def _references(node: Node) -> tuple[str, ...]:
    match node:
        case Decision():
            return (*node.information, *node.knowledge)
        case Knowledge():
            return node.knowledge
        case Service():
            return node.outputs
        case _:
            return ()


def _entry_names(definitions: Definitions) -> set[str]:
    """Return the names of all entries, columns and outputs in a model's expressions."""
    found: set[str] = set()
    stack: list[object] = list(definitions.nodes)
    while stack:
        element = stack.pop()
        if isinstance(element, tuple):
            stack.extend(element)
        elif is_dataclass(element):
            name = getattr(element, "name", "")
            if isinstance(name, str) and name:
                found.add(name)
            stack.extend(getattr(element, field.name) for field in fields(element))
    return found


def parse_dmn(data: bytes, *, imports: Iterable[Model] = ()) -> Model:
    """Parse a model of DMN 1.1 to 1.5.

    Args:
        imports: models that it may import, by their namespaces.

    Raises:
        DmnUnreadable: the file is no DMN model. All else that is wrong is in the model's findings.
    """
    return Model(read_definitions(data), imports)
