"""Decision tables: which rules apply, and what the hit policy makes of them (DMN 1.5 §8.2.10)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from charter.dmn import elements
from charter.dmn.record import DecisionRun, MatchedRule
from charter.dmn.types import TypeLibrary
from charter.feel.builtins.library import BUILTINS
from charter.feel.compiled.scope import Scope
from charter.feel.run import Code, Env, Run, Value, WarningCode
from charter.feel.values import same

if TYPE_CHECKING:
    from charter.dmn.logic import LogicCompiler

_SINGLE = {"UNIQUE", "ANY", "PRIORITY", "FIRST"}
_POLICIES = _SINGLE | {"RULE ORDER", "OUTPUT ORDER", "COLLECT"}
_LETTERS = {"U": "UNIQUE", "A": "ANY", "P": "PRIORITY", "F": "FIRST", "R": "RULE ORDER", "O": "OUTPUT ORDER"}
_AGGREGATORS = {"SUM": "sum", "MIN": "min", "MAX": "max", "COUNT": "count"}


@dataclass(frozen=True, slots=True)
class _Row:
    """A compiled rule."""

    rule: elements.Rule
    number: int
    tests: tuple[Code, ...]
    outputs: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A rule that applies, and its results in the order of the columns."""

    row: _Row
    values: tuple[Value, ...]


class _Table:
    """A compiled table."""

    def __init__(self, table: elements.DecisionTable, policy: str, element: str) -> None:
        self.table = table
        self.policy = policy
        self.element = element
        self.inputs: list[Code] = []
        self.rows: list[_Row] = []
        self.priorities: list[Code | None] = []
        self.defaults: list[Code | None] = []

    def code(self, run: Run, env: Env) -> Value:
        """Evaluate the table."""
        inputs = [code(run, env) for code in self.inputs]
        hits = self._hits(run, env, inputs)
        self._record(cast("DecisionRun", run), inputs, hits)
        if not hits:
            return self._default(run, env)
        if self.policy in _SINGLE:
            return self._single(run, env, hits)
        if self.policy == "OUTPUT ORDER":
            hits = self._by_priority(run, env, hits)
        results = [self._result(hit.values) for hit in hits]
        return self._aggregated(run, results) if self.table.aggregation else results

    def _hits(self, run: Run, env: Env, inputs: Sequence[Value]) -> list[_Hit]:
        cells = [(value, env) for value in inputs]
        hits = []
        for row in self.rows:
            run.spend(1 + len(row.tests))
            if all(test(run, cell) is True for test, cell in zip(row.tests, cells, strict=False)):
                hits.append(_Hit(row, tuple(output(run, env) for output in row.outputs)))
                if self.policy == "FIRST":
                    break
        return hits

    def _result(self, values: Sequence[Value]) -> Value:
        if len(self.table.outputs) == 1:
            return values[0] if values else None
        return {clause.name: value for clause, value in zip(self.table.outputs, values, strict=False)}

    def _single(self, run: Run, env: Env, hits: list[_Hit]) -> Value:
        if self.policy == "UNIQUE" and len(hits) > 1:
            return self._refused(run, f"rules {self._numbers(hits)} apply, and only one may")
        if self.policy == "ANY" and not all(same(run, list(hits[0].values), list(hit.values)) for hit in hits[1:]):
            return self._refused(run, f"rules {self._numbers(hits)} apply with different results")
        if self.policy == "PRIORITY":
            hits = self._by_priority(run, env, hits)
        return self._result(hits[0].values)

    def _refused(self, run: Run, why: str) -> None:
        run.warn(WarningCode.FUNCTION_INVOCATION_FAILURE, f"The table's hit policy is {self.policy}, but {why}")

    def _numbers(self, hits: list[_Hit]) -> str:
        return ", ".join(str(hit.row.number) for hit in hits)

    def _by_priority(self, run: Run, env: Env, hits: list[_Hit]) -> list[_Hit]:
        orders = [code(run, env) if code else None for code in self.priorities]

        def place(hit: _Hit) -> list[int]:
            return [_place(run, order, value) for order, value in zip(orders, hit.values, strict=False) if order]

        return sorted(hits, key=place)

    def _default(self, run: Run, env: Env) -> Value:
        if any(self.defaults):
            return self._result([code(run, env) if code else None for code in self.defaults])
        run.warn(WarningCode.FUNCTION_INVOCATION_FAILURE, "No rule of the table applies")
        return None

    def _aggregated(self, run: Run, results: list[Value]) -> Value:
        name = _AGGREGATORS.get(self.table.aggregation)
        if name is None:
            return self._refused(run, f"there is no aggregation {self.table.aggregation!r}")
        aggregate = BUILTINS[name].caller(1, -1)
        if len(self.table.outputs) == 1 or self.table.aggregation == "COUNT":
            return aggregate(run, [results])
        return {
            clause.name: aggregate(run, [[result.get(clause.name) for result in results]])
            for clause in self.table.outputs
        }

    def _record(self, run: DecisionRun, inputs: Sequence[Value], hits: list[_Hit]) -> None:
        labels = [clause.label for clause in self.table.inputs]
        names = [clause.name or self.element for clause in self.table.outputs]
        for hit in hits:
            run.matched.append(
                MatchedRule(
                    self.element,
                    self.table.id,
                    hit.row.rule.id,
                    hit.row.number,
                    dict(zip(labels, inputs, strict=False)),
                    dict(zip(names, hit.values, strict=False)),
                )
            )


def _place(run: Run, order: list[Value], value: Value) -> int:
    for index, candidate in enumerate(order):
        if same(run, candidate, value):
            return index
    return len(order)


def compile_table(
    compiler: LogicCompiler,
    boxed: elements.DecisionTable,
    scope: Scope | None,
    element: str,
    types: TypeLibrary,
) -> Code:
    """Compile a table; what is wrong with it becomes findings."""
    policy = _LETTERS.get(boxed.hit_policy, boxed.hit_policy)
    if policy.startswith("C") and policy not in _POLICIES:
        policy = "COLLECT"
    _check_shape(compiler, boxed, policy)
    table = _Table(boxed, policy, element)
    for clause in boxed.inputs:
        code = compiler.expression(clause.expression.text, scope, clause.expression.line)
        table.inputs.append(compiler.typed(code, clause.expression.type_ref, boxed.line))
    for column in boxed.outputs:
        order = column.values or types.values_of(column.type_ref or boxed.type_ref)
        table.priorities.append(compiler.expression(f"[{order}]", scope, boxed.line) if order else None)
        table.defaults.append(_output(compiler, column, column.default, scope, boxed) if column.default else None)
    for number, rule in enumerate(boxed.rules, 1):
        tests = tuple(compiler.tests(source, scope, rule.line) for source in rule.inputs)
        cells = zip(boxed.outputs, rule.outputs, strict=False)
        outputs = tuple(_output(compiler, column, cell, scope, boxed) for column, cell in cells)
        table.rows.append(_Row(rule, number, tests, outputs))
    return table.code


def _output(
    compiler: LogicCompiler,
    column: elements.OutputClause,
    cell: elements.Literal | None,
    scope: Scope | None,
    boxed: elements.DecisionTable,
) -> Code:
    return compiler.typed(compiler.compile(cell, scope), column.type_ref, boxed.line)


def _check_shape(compiler: LogicCompiler, boxed: elements.DecisionTable, policy: str) -> None:
    report: Callable[[str, int, str, str], None] = compiler.finding
    if policy not in _POLICIES:
        message = f"There is no hit policy {boxed.hit_policy!r}."
        report("dmn.hit-policy", boxed.line, message, "Use UNIQUE, ANY, PRIORITY, FIRST, RULE ORDER or COLLECT.")
    if boxed.aggregation and boxed.aggregation not in _AGGREGATORS:
        message = f"There is no aggregation {boxed.aggregation!r}."
        report("dmn.hit-policy", boxed.line, message, "Use SUM, MIN, MAX or COUNT.")
    if not boxed.outputs:
        report("dmn.table-shape", boxed.line, "The table has no output.", "Add a column of results.")
    for number, rule in enumerate(boxed.rules, 1):
        for what, cells, columns in (
            ("condition", len(rule.inputs), len(boxed.inputs)),
            ("result", len(rule.outputs), len(boxed.outputs)),
        ):
            if cells != columns:
                message = f"Rule {number} has {cells} {what}(s) for {columns} column(s)."
                report("dmn.table-shape", rule.line, message, "Give each rule one cell for each column.")
