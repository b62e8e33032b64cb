"""Compiles boxed expressions to the same closures that FEEL has, so that names are found where they were written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from charter.core.findings import Finding, Severity
from charter.dmn import elements
from charter.dmn.elements import Boxed
from charter.dmn.tables import compile_table
from charter.dmn.types import ItemType, TypeLibrary, fit
from charter.feel import nodes
from charter.feel.compiled import iteration
from charter.feel.compiled.calling import call_named
from charter.feel.compiled.compiler import Compiler
from charter.feel.compiled.free import free_names
from charter.feel.compiled.scope import ITEM, LIVE, Scope
from charter.feel.errors import FeelSyntaxError
from charter.feel.parser import Parser
from charter.feel.run import Code, Env, Run, Value, WarningCode
from charter.feel.types import ANY
from charter.feel.values import Function, kind_of

# Steps that one round of a boxed iteration counts; tables in it count by themselves.
_COST = 10
_FEEL_LANGUAGES = ("", "feel", "https://www.omg.org/spec/dmn/", "http://www.omg.org/spec/", "urn:feel")


class LogicCompiler:
    """Compiles the expressions of one model.

    Args:
        properties: names of context entries that may follow a dot.
    """

    def __init__(self, types: TypeLibrary, properties: Iterable[str]) -> None:
        self.findings: list[Finding] = []
        self.unknown: list[tuple[str, str, int]] = []
        self._types = types
        self._type_names = types.by_name
        self._properties = frozenset(properties)
        self._feel = Compiler()
        self._element = ""
        self._compilers: dict[type, Callable[[Any, Scope | None], Code]] = {
            elements.Literal: self._literal,
            elements.Context: self._context,
            elements.FunctionDefinition: self._function,
            elements.Invocation: self._invocation,
            elements.Items: self._items,
            elements.Relation: self._relation,
            elements.Conditional: self._conditional,
            elements.Filter: self._filter,
            elements.Iteration: self._iteration,
            elements.DecisionTable: self._table,
        }

    def logic(self, boxed: Boxed | None, names: Sequence[str], element: str) -> Code:
        """Compile the logic of an element whose environment has cells with these names, the last one first."""
        self._element = element
        scope = None
        for name in names:
            scope = Scope(name, scope)
        return self.compile(boxed, scope)

    def compile(self, boxed: Boxed | None, scope: Scope | None) -> Code:
        """Compile one boxed expression; nothing is null."""
        if boxed is None:
            return lambda _run, _env: None
        code = self._compilers[type(boxed)](boxed, scope)
        if isinstance(boxed, elements.FunctionDefinition):
            return code
        return self.typed(code, boxed.type_ref, boxed.line)

    def typed(self, code: Code, type_ref: str, line: int) -> Code:
        """Return a closure whose value has a type."""
        wanted = self.type_of(type_ref, line)
        if wanted.feel == ANY:
            return code
        what = self._element

        def fitted(run: Run, env: Env) -> Value:
            return fit(run, code(run, env), wanted, what)

        return fitted

    def type_of(self, type_ref: str, line: int) -> ItemType:
        """Return the type of a reference."""
        return self._types.resolve(type_ref, self._element, line)

    def finding(self, rule: str, line: int, message: str, fix: str, severity: Severity = Severity.ERROR) -> None:
        """Note what is wrong with the element that is being compiled."""
        self.findings.append(Finding(rule, severity, self._element, line, message, fix))

    # FEEL

    def expression(self, source: str, scope: Scope | None, line: int) -> Code:
        """Compile a text; one that is no FEEL is null and a finding."""
        tree = self._parsed(source, scope, line)
        if tree is None:
            return self._unreadable(source)
        self._note_unknown(tree, scope, line)
        return self._feel.compile(tree, scope)

    def _parsed(self, source: str, scope: Scope | None, line: int) -> nodes.Node | None:
        try:
            return self._parser(source, scope).expression()
        except FeelSyntaxError as error:
            self.finding("dmn.feel-syntax", line, str(error), error.hint or "Correct the expression.")
            return None

    def _parser(self, source: str, scope: Scope | None) -> Parser:
        return Parser(source, names=_names(scope), properties=self._properties, types=self._type_names)

    def _unreadable(self, source: str) -> Code:
        def unreadable(run: Run, _env: Env) -> Value:
            run.warn(WarningCode.FUNCTION_INVOCATION_FAILURE, f"The expression is not FEEL: {source[:100]}")

        return unreadable

    def _note_unknown(self, tree: nodes.Node, scope: Scope | None, line: int) -> None:
        if not any(name == ITEM for name in _cells(scope)):
            unknown = free_names(tree) - set(_names(scope))
            self.unknown.extend((self._element, name, line) for name in sorted(unknown))

    def tests(self, source: str, scope: Scope | None, line: int) -> Code:
        """Compile the tests of a cell; the value to test is in the first cell of the environment."""
        try:
            tests = self._parser(source or "-", scope).unary_tests()
        except FeelSyntaxError as error:
            self.finding("dmn.feel-syntax", line, str(error), error.hint or "Correct the condition.")
            return lambda _run, _env: None
        return self._feel.unary_tests(tests, scope)

    def _literal(self, boxed: elements.Literal, scope: Scope | None) -> Code:
        language = boxed.language.lower()
        if language and not language.startswith(_FEEL_LANGUAGES[1:]):
            fix = "Write the expression in FEEL."
            self.finding("dmn.language", boxed.line, f"Expressions in {boxed.language!r} are not run.", fix)
            return self._unreadable(boxed.text)
        return self.expression(boxed.text, scope, boxed.line) if boxed.text else self.compile(None, scope)

    # Boxed expressions

    def _context(self, boxed: elements.Context, scope: Scope | None) -> Code:
        entries: list[tuple[str, Code]] = []
        for entry in boxed.entries:
            code = self._entry(entry, scope, boxed.line)
            entries.append((entry.name, code))
            if entry.name:
                scope = Scope(entry.name, scope)

        def context(run: Run, env: Env) -> Value:
            result = {}
            for name, code in entries:
                value = code(run, env)
                if not name:
                    return value
                result[name] = value
                env = (value, env)
            return result

        return context

    def _entry(self, entry: elements.Entry, scope: Scope | None, line: int) -> Code:
        value = entry.value
        if isinstance(value, elements.FunctionDefinition) and entry.name:
            return recursive(self.compile(value, Scope(entry.name, scope)))
        if isinstance(value, elements.Literal) and entry.name and value.text.lstrip().startswith("function"):
            inner = Scope(entry.name, scope)
            return recursive(self.typed(self.compile(value, inner), entry.type_ref, line))
        return self.typed(self.compile(value, scope), entry.type_ref, line)

    def _function(self, boxed: elements.FunctionDefinition, scope: Scope | None) -> Code:
        names = tuple(parameter.name for parameter in boxed.parameters)
        types = tuple(self.type_of(parameter.type_ref, boxed.line).feel for parameter in boxed.parameters)
        result = self.type_of(boxed.type_ref, boxed.line).feel
        element = self._element
        if boxed.kind.upper() != "FEEL":
            self.finding("dmn.function-kind", boxed.line, f"Functions of {boxed.kind} are not run.", "Use FEEL.")
            body = self._unreadable(f"{boxed.kind} function")
        else:
            for name in names:
                scope = Scope(name, scope)
            body = self.compile(boxed.body, scope)

        def function(_run: Run, env: Env) -> Value:
            def call(run: Run, arguments: list[Value]) -> Value:
                cell = env
                for argument in arguments:
                    cell = (argument, cell)
                return body(run, cell)

            return Function(element, names, call, types=types, result=result)

        return function

    def _invocation(self, boxed: elements.Invocation, scope: Scope | None) -> Code:
        callee = self.compile(boxed.callee, scope)
        bindings = [(name, self.compile(value, scope)) for name, value in boxed.bindings]

        def invocation(run: Run, env: Env) -> Value:
            return call_named(run, callee(run, env), {name: code(run, env) for name, code in bindings}, -1)

        return invocation

    def _items(self, boxed: elements.Items, scope: Scope | None) -> Code:
        codes = [self.compile(item, scope) for item in boxed.items]
        return lambda run, env: [code(run, env) for code in codes]

    def _relation(self, boxed: elements.Relation, scope: Scope | None) -> Code:
        names = [column.name for column in boxed.columns]
        rows = []
        for row in boxed.rows:
            cells = zip(boxed.columns, row, strict=False)
            rows.append([self.typed(self.compile(c, scope), column.type_ref, boxed.line) for column, c in cells])
            if len(row) != len(names):
                message = f"A row has {len(row)} cell(s) for {len(names)} column(s)."
                self.finding("dmn.table-shape", boxed.line, message, "Give each row one cell for each column.")

        def relation(run: Run, env: Env) -> Value:
            return [{name: code(run, env) for name, code in zip(names, row, strict=False)} for row in rows]

        return relation

    def _conditional(self, boxed: elements.Conditional, scope: Scope | None) -> Code:
        parts = (self.compile(part, scope) for part in (boxed.condition, boxed.then, boxed.otherwise))
        condition, then, otherwise = parts

        def conditional(run: Run, env: Env) -> Value:
            chosen = condition(run, env)
            if chosen is not None and type(chosen) is not bool:
                run.warn(WarningCode.INVALID_TYPE, f"The condition is a {kind_of(chosen)}")
                return None
            return then(run, env) if chosen else otherwise(run, env)

        return conditional

    def _filter(self, boxed: elements.Filter, scope: Scope | None) -> Code:
        items = self.compile(boxed.items, scope)
        return iteration.filtered(items, self.compile(boxed.match, Scope(ITEM, scope)), -1, cost=_COST)

    def _iteration(self, boxed: elements.Iteration, scope: Scope | None) -> Code:
        outer = Scope(LIVE + "partial", scope) if boxed.kind == "for" else scope
        domains = [iteration.domain(self.compile(boxed.items, outer), -1)]
        body = self.compile(boxed.body, Scope(boxed.variable, outer))
        if boxed.kind == "for":
            return iteration.loop(domains, body, cost=_COST)
        return iteration.quantifier(domains, body, decisive=boxed.kind == "some", cost=_COST)

    def _table(self, boxed: elements.DecisionTable, scope: Scope | None) -> Code:
        return compile_table(self, boxed, scope, self._element, self._types)


def recursive(code: Code) -> Code:
    """Return a closure whose value is in the first cell of its own environment: a function that can call itself."""

    def with_itself(run: Run, env: Env) -> Value:
        cell: list[Value] = [None, env]
        cell[0] = code(run, cell)
        return cell[0]

    return with_itself


def _cells(scope: Scope | None) -> Iterator[str]:
    while scope is not None:
        yield scope.name
        scope = scope.outer


def _names(scope: Scope | None) -> list[str]:
    return ["item" if name == ITEM else name.removeprefix(LIVE) for name in _cells(scope)]
