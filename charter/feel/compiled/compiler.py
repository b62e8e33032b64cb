"""Compiles each kind of node to a closure.

The closures take the run and the environment. The environment is a chain of cells ``(value, outer)``; which cell a
variable is in is known when the closure is made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from charter.feel import nodes
from charter.feel.admission import admit
from charter.feel.builtins.library import BUILTINS
from charter.feel.builtins.registry import Builtin
from charter.feel.compiled import iteration, operations
from charter.feel.compiled.calling import call, call_named
from charter.feel.compiled.matching import matches
from charter.feel.compiled.operators import negate
from charter.feel.compiled.properties import read
from charter.feel.compiled.scope import ITEM, LIVE, Place, Scope, find
from charter.feel.nodes import Node
from charter.feel.numerals import INTEGER_BOUND
from charter.feel.run import Code, Env, Run, Value, WarningCode
from charter.feel.types import is_instance
from charter.feel.values import Function, NotComparable, Range, kind_of, less, open_range

_MISSING: Any = object()
# Functions whose purpose is to ask whether something is there.
_QUIET = {"is defined", "get or else"}
_READY = frozenset({str, bool, type(None)})
INPUT = "?"


class Compiler:
    """Compiles the nodes of one expression.

    Args:
        names: variables that are sure to exist, so that they hide built-ins of the same name.
    """

    def __init__(self, names: Collection[str] = ()) -> None:
        self._names = frozenset(names)
        self._compilers: dict[type, Callable[[Any, Scope | None], Code]] = {
            nodes.Literal: self._literal,
            nodes.Name: self._name,
            nodes.Path: self._path,
            nodes.Filter: self._filter,
            nodes.Negation: self._negation,
            nodes.Arithmetic: self._arithmetic,
            nodes.Logic: self._logic,
            nodes.Comparison: self._comparison,
            nodes.Between: self._between,
            nodes.In: self._in,
            nodes.InstanceOf: self._instance_of,
            nodes.If: self._if,
            nodes.Steps: self._steps,
            nodes.For: self._for,
            nodes.Quantified: self._quantified,
            nodes.RangeLiteral: self._range,
            nodes.Test: self._test,
            nodes.ListLiteral: self._list,
            nodes.ContextLiteral: self._context,
            nodes.FunctionDefinition: self._function,
            nodes.Invocation: self._invocation,
        }

    def compile(self, node: Node, scope: Scope | None = None) -> Code:
        """Return the closure of a node."""
        return self._compilers[type(node)](node, scope)

    def unary_tests(self, tests: nodes.UnaryTests, outer: Scope | None = None) -> Code:
        """Return a closure that tells whether the value in the environment's first cell passes."""
        if tests.tests is None:
            return lambda _run, _env: True
        scope = Scope(INPUT, outer)
        codes = [self._passes(test, scope, logical=True) for test in tests.tests]
        return self._any_passes(codes, negated=tests.negated)

    def _any_passes(self, tests: list[Code], *, negated: bool) -> Code:
        def code(run: Run, env: Env) -> Value:
            unknown = False
            for test in tests:
                passed = test(run, env)
                if passed is True:
                    return not negated
                unknown = unknown or passed is None
            return None if unknown else negated

        return code

    def _passes(self, test: Node, scope: Scope, *, logical: bool = False) -> Code:
        """Compile one test of the value in the first cell.

        Args:
            logical: whether a test that is true or false by itself, without regard to the value, decides.
        """
        if isinstance(test, nodes.Literal) and type(test.value) in {str, int}:
            return _equals(test.value, test.at)
        code = self.compile(test, scope)
        if mentions(test, INPUT):
            return code
        at, no_range = test.at, isinstance(test, nodes.RangeLiteral | nodes.Test)

        def passes(run: Run, env: Env) -> Value:
            value, result = env[0], code(run, env)
            if result is None and no_range:
                return None
            if logical and type(result) is bool and type(value) is not bool:
                return result
            return matches(run, value, result, at)

        return passes

    # Constants and names

    def _literal(self, node: nodes.Literal, _scope: Scope | None) -> Code:
        value = node.value
        if value is None and node.temporal_text is not None:
            message, at = f"{node.temporal_text!r} is no date, time or duration", node.at

            def nothing(run: Run, _env: Env) -> Value:
                run.warn(WarningCode.INVALID_TYPE, message, at)

            return nothing
        return lambda _run, _env: value

    def _name(self, node: nodes.Name, scope: Scope | None) -> Code:
        place = find(scope, node.name)
        code = _cell(place) if place.cell is not None else _global(node)
        return _entry_or(place.items, node.name, code) if place.items else code

    def _path(self, node: nodes.Path, scope: Scope | None) -> Code:
        keys, target, at = [node.name], node.target, node.at
        while isinstance(target, nodes.Path):
            keys.append(target.name)
            target = target.target
        if isinstance(target, nodes.Name) and find(scope, target.name) == Place((), None):
            return _global_path(target, keys[::-1], at)
        code, name = self.compile(node.target, scope), node.name

        def path(run: Run, env: Env) -> Value:
            return read(run, code(run, env), name, at)

        return path

    # Operators

    def _negation(self, node: nodes.Negation, scope: Scope | None) -> Code:
        code, at = self.compile(node.operand, scope), node.at
        return lambda run, env: negate(run, code(run, env), at)

    def _arithmetic(self, node: nodes.Arithmetic, scope: Scope | None) -> Code:
        first = self.compile(node.first, scope)
        rest = [(operator, self.compile(operand, scope)) for operator, operand in node.rest]
        if len(rest) > 4:
            return operations.chain(first, rest, node.at)
        code = first
        for operator, operand in rest:
            code = operations.ARITHMETIC[operator](code, operand, node.at)
        return code

    def _logic(self, node: nodes.Logic, scope: Scope | None) -> Code:
        codes = [self.compile(operand, scope) for operand in node.operands]
        return operations.logic(codes, decisive=node.operator == "or")

    def _comparison(self, node: nodes.Comparison, scope: Scope | None) -> Code:
        left, right = self.compile(node.left, scope), self.compile(node.right, scope)
        return operations.COMPARISONS[node.operator](left, right, node.at)

    def _between(self, node: nodes.Between, scope: Scope | None) -> Code:
        value, low, high = (self.compile(part, scope) for part in (node.value, node.low, node.high))
        return operations.between(value, low, high, node.at)

    def _in(self, node: nodes.In, scope: Scope | None) -> Code:
        value = self.compile(node.value, scope)
        passes = self._any_passes([self._passes(test, Scope(INPUT, scope)) for test in node.tests], negated=False)
        return lambda run, env: passes(run, (value(run, env), env))

    def _instance_of(self, node: nodes.InstanceOf, scope: Scope | None) -> Code:
        code, wanted = self.compile(node.value, scope), node.type
        return lambda run, env: is_instance(run, code(run, env), wanted)

    # Conditions and iterations

    def _if(self, node: nodes.If, scope: Scope | None) -> Code:
        condition, then, otherwise = (self.compile(n, scope) for n in (node.condition, node.then, node.otherwise))
        at = node.at

        def code(run: Run, env: Env) -> Value:
            chosen = condition(run, env)
            if chosen is True:
                return then(run, env)
            if chosen is not False:
                run.warn(WarningCode.INVALID_TYPE, f"The condition of 'if' is {kind_of(chosen)}; taken as false", at)
            return otherwise(run, env)

        return code

    def _steps(self, node: nodes.Steps, scope: Scope | None) -> Code:
        start, end, at = self.compile(node.start, scope), self.compile(node.end, scope), node.at
        return lambda run, env: iteration.steps(run, start(run, env), end(run, env), at)

    def _iterators(self, node: nodes.For | nodes.Quantified, scope: Scope | None) -> tuple[list[Code], Scope | None]:
        domains = []
        for name, domain in node.iterators:
            domains.append(iteration.domain(self.compile(domain, scope), domain.at))
            scope = Scope(name, scope)
        return domains, scope

    def _for(self, node: nodes.For, scope: Scope | None) -> Code:
        domains, inner = self._iterators(node, Scope(LIVE + "partial", scope))
        return iteration.loop(domains, self.compile(node.body, inner), cost=_cost(node.body))

    def _quantified(self, node: nodes.Quantified, scope: Scope | None) -> Code:
        domains, inner = self._iterators(node, scope)
        condition, decisive = self.compile(node.condition, inner), node.quantifier == "some"
        return iteration.quantifier(domains, condition, decisive=decisive, cost=_cost(node.condition))

    def _filter(self, node: nodes.Filter, scope: Scope | None) -> Code:
        target = node.target
        if isinstance(target, nodes.Name) and find(scope, target.name).live:
            code = _cell(find(scope, target.name), copy=False)
        else:
            code = self.compile(target, scope)
        condition = node.condition
        if isinstance(condition, nodes.Literal) and type(condition.value) is int:
            return iteration.at_index(code, condition.value, node.at)
        return iteration.filtered(code, self.compile(condition, Scope(ITEM, scope)), node.at, cost=_cost(condition))

    def _callee(self, target: Node, scope: Scope | None) -> Code:
        code = self.compile(target, scope)
        return _named_function(target.name, code, target.at) if isinstance(target, nodes.Name) else code

    # Values with parts

    def _range(self, node: nodes.RangeLiteral, scope: Scope | None) -> Code:
        start, end, at = self.compile(node.start, scope), self.compile(node.end, scope), node.at
        start_included, end_included = node.start_included, node.end_included
        if isinstance(node.start, nodes.Literal) and isinstance(node.end, nodes.Literal):
            try:
                if not less(node.end.value, node.start.value):
                    constant = Range(node.start.value, node.end.value, start_included, end_included)
                    return lambda _run, _env: constant
            except NotComparable:
                pass  # it is null, and says so, at run time

        def code(run: Run, env: Env) -> Value:
            first, last = start(run, env), end(run, env)
            try:
                if first is not None and last is not None and not less(last, first):
                    return Range(first, last, start_included, end_included)
            except NotComparable:
                pass
            run.warn(WarningCode.NOT_COMPARABLE, f"{kind_of(first)} and {kind_of(last)} make no range", at)
            return None

        return code

    def _test(self, node: nodes.Test, scope: Scope | None) -> Code:
        operand, operator = self.compile(node.operand, scope), node.operator
        if isinstance(node.operand, nodes.Literal):
            constant = open_range(operator, node.operand.value)
            return lambda _run, _env: constant
        return lambda run, env: open_range(operator, operand(run, env))

    def _list(self, node: nodes.ListLiteral, scope: Scope | None) -> Code:
        codes = [self.compile(item, scope) for item in node.items]
        return lambda run, env: [code(run, env) for code in codes]

    def _context(self, node: nodes.ContextLiteral, scope: Scope | None) -> Code:
        entries: list[tuple[str, Code]] = []
        for key, value in node.entries:
            if isinstance(value, nodes.FunctionDefinition):
                entries.append((key, self._recursive(key, value, scope)))
            else:
                entries.append((key, self.compile(value, scope)))
            scope = Scope(key, scope)

        def code(run: Run, env: Env) -> Value:
            context = {}
            for key, entry in entries:
                value = context[key] = entry(run, env)
                env = (value, env)
            return context

        return code

    def _recursive(self, key: str, node: nodes.FunctionDefinition, scope: Scope | None) -> Code:
        """Compile a function that sees itself under the name of its entry."""
        code = self.compile(node, Scope(key, scope))

        def recursive(run: Run, env: Env) -> Value:
            cell: list[Value] = [None, env]
            cell[0] = code(run, cell)
            return cell[0]

        return recursive

    def _function(self, node: nodes.FunctionDefinition, scope: Scope | None) -> Code:
        names = tuple(name for name, _ in node.parameters)
        types = tuple(wanted for _, wanted in node.parameters)
        if node.external:
            return lambda _run, _env: Function("", names, _refuse_external, types=types, result=node.result)
        for name in names:
            scope = Scope(name, scope)
        body, result, cost = self.compile(node.body, scope), node.result, _cost(node.body)

        def code(_run: Run, env: Env) -> Value:
            def function(run: Run, arguments: list[Value]) -> Value:
                run.spend(cost)
                cell = env
                for argument in arguments:
                    cell = (argument, cell)
                return body(run, cell)

            return Function("", names, function, types=types, result=result)

        return code

    def _invocation(self, node: nodes.Invocation, scope: Scope | None) -> Code:
        target, at = node.target, node.at
        positional = [self.compile(argument, scope) for argument in node.positional]
        named = [(name, self.compile(argument, scope)) for name, argument in node.named]
        builtin = BUILTINS.get(target.name) if isinstance(target, nodes.Name) else None
        if builtin and isinstance(target, nodes.Name):
            place = find(scope, target.name)
            if place.cell is None and target.name not in self._names:
                call_builtin = _builtin(builtin, positional, named, at)
                return _quiet(call_builtin) if builtin.name in _QUIET else call_builtin
        code = self._callee(target, scope)

        def invoke(run: Run, env: Env) -> Value:
            function = code(run, env)
            if builtin and not isinstance(function, Function):
                function = builtin.as_value()
            if named:
                return call_named(run, function, {name: argument(run, env) for name, argument in named}, at)
            return call(run, function, [argument(run, env) for argument in positional], at)

        return invoke


def _named_function(name: str, code: Code, at: int) -> Code:
    """Return what reads a function from a variable; that there is none is said once, and of the function."""
    quiet = _quiet(code)

    def function(run: Run, env: Env) -> Value:
        value = quiet(run, env)
        if value is None:
            run.warn(WarningCode.NO_FUNCTION_FOUND, f"No function {name!r}", at)
        return value

    return function


def _cost(body: Node) -> int:
    """Return the steps that one evaluation of a body is counted as."""
    return 1 + nodes.weight(body) // 2


def _equals(constant: str | int, at: int) -> Code:
    """Return the test whether the value in the first cell equals a constant."""
    kind = type(constant)

    def equals(run: Run, env: Env) -> Value:
        value = env[0]
        return value == constant if type(value) is kind else matches(run, value, constant, at)

    return equals


def mentions(node: Node, name: str) -> bool:
    """Whether a variable is used anywhere in a tree (without regard to what hides it)."""
    if isinstance(node, nodes.Name):
        return node.name == name
    return any(mentions(part, name) for part in nodes.children(node))


def _quiet(code: Code) -> Code:
    """Evaluate without leaving warnings: that something is missing is what the function asks."""

    def quiet(run: Run, env: Env) -> Value:
        before = len(run.warnings)
        value = code(run, env)
        del run.warnings[before:]
        return value

    return quiet


def _refuse_external(run: Run, _arguments: list[Value]) -> Value:
    run.warn(WarningCode.FUNCTION_INVOCATION_FAILURE, "Functions of other languages (Java, PMML) are not run")


def _cell(place: Place, *, copy: bool = True) -> Code:
    number = place.cell
    if place.live and copy:
        return _snapshot(_cell(place, copy=False))
    if number == 0:
        return lambda _run, env: env[0]
    if number == 1:
        return lambda _run, env: env[1][0]

    def code(_run: Run, env: Env) -> Value:
        for _ in range(number or 0):
            env = env[1]
        return env[0]

    return code


def _snapshot(code: Code) -> Code:
    def snapshot(run: Run, env: Env) -> Value:
        items = code(run, env)
        run.spend(len(items))
        return list(items)

    return snapshot


def _entry_or(items: tuple[int, ...], name: str, code: Code) -> Code:
    """Look for an entry of the filtered items first."""

    def entry(run: Run, env: Env) -> Value:
        number, cell = 0, env
        for item in items:
            while number < item:
                cell = cell[1]
                number += 1
            if type(cell[0]) is dict and name in cell[0]:
                return cell[0][name]
        return code(run, env)

    return entry


def _global(node: nodes.Name) -> Code:
    name, at = node.name, node.at
    builtin = BUILTINS.get(name)

    def code(run: Run, _env: Env) -> Value:
        value = run.variables.get(name, _MISSING)
        kind = type(value)
        if kind in _READY or (kind is int and -INTEGER_BOUND < value < INTEGER_BOUND):
            return value
        if value is _MISSING:
            if builtin is not None:
                return builtin.as_value()
            run.warn(WarningCode.NO_VARIABLE_FOUND, f"No variable {name!r}", at)
            return None
        return admit(run, value)

    return code


def _global_path(target: nodes.Name, keys: list[str], at: int) -> Code:
    """Walk through plain dictionaries without looking at what is beside the way."""
    name, whole, first = target.name, _global(target), keys[0]
    if len(keys) == 1:

        def entry(run: Run, env: Env) -> Value:
            context = run.variables.get(name)
            if type(context) is dict:
                value = context.get(first, _MISSING)
                kind = type(value)
                if kind in _READY or (kind is int and -INTEGER_BOUND < value < INTEGER_BOUND):
                    return value
                if value is not _MISSING:
                    return admit(run, value)
            return read(run, whole(run, env), first, at)

        return entry

    def path(run: Run, env: Env) -> Value:
        value = run.variables.get(name)
        done = 0
        for key in keys:
            if type(value) is not dict or key not in value:
                break
            value = value[key]
            done += 1
        value = admit(run, value) if done else whole(run, env)
        for key in keys[done:]:
            value = read(run, value, key, at)
        return value

    return path


def _builtin(builtin: Builtin, positional: list[Code], named: list[tuple[str, Code]], at: int) -> Code:
    if named:
        names = [name for name, _ in named]
        codes = [code for _, code in named]
        invoke = builtin.named_caller(names, at)
    else:
        codes = positional
        invoke = builtin.caller(len(positional), at)
    if len(codes) == 1:
        only = codes[0]
        return lambda run, env: invoke(run, [only(run, env)])
    return lambda run, env: invoke(run, [code(run, env) for code in codes])
