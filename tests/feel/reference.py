"""A slow interpreter with scopes as dictionaries, to compare the compiled cells with."""

from __future__ import annotations

from typing import Any

from charter.feel import nodes
from charter.feel.compiled import calling, iteration, operators, properties
from charter.feel.nodes import Node
from charter.feel.run import Run
from charter.feel.types import is_instance
from charter.feel.values import Function, NotComparable, Range, less

Scope = dict[str, Any]


def evaluate(run: Run, node: Node, scope: Scope) -> Any:  # noqa: PLR0911, PLR0912 - one branch for each kind of node
    """Return the value of a tree; names are looked up in one flat dictionary."""
    match node:
        case nodes.Literal(value):
            return value
        case nodes.Name(name):
            value = scope.get(name)
            return list(value) if name == "partial" and isinstance(value, list) else value
        case nodes.Path(target, name):
            return properties.read(run, evaluate(run, target, scope), name, 0)
        case nodes.Negation(operand):
            return operators.negate(run, evaluate(run, operand, scope), 0)
        case nodes.Arithmetic(first, rest):
            value = evaluate(run, first, scope)
            for operator, operand in rest:
                value = operators.arithmetic(run, operator, value, evaluate(run, operand, scope), 0)
            return value
        case nodes.Logic(operator, operands):
            values = [evaluate(run, operand, scope) for operand in operands]
            decisive = operator == "or"
            if any(value is decisive for value in values):
                return decisive
            return not decisive if all(type(value) is bool for value in values) else None
        case nodes.Comparison(operator, left, right):
            return _compared(run, operator, evaluate(run, left, scope), evaluate(run, right, scope))
        case nodes.Between(value, low, high):
            parts = [evaluate(run, part, scope) for part in (value, low, high)]
            above, below = _compared(run, ">=", parts[0], parts[1]), _compared(run, "<=", parts[0], parts[2])
            return None if above is None or below is None else above and below
        case nodes.InstanceOf(value, wanted):
            return is_instance(run, evaluate(run, value, scope), wanted)
        case nodes.If(condition, then, otherwise):
            return evaluate(run, then if evaluate(run, condition, scope) is True else otherwise, scope)
        case nodes.ListLiteral(items):
            return [evaluate(run, item, scope) for item in items]
        case nodes.ContextLiteral(entries):
            context: Scope = {}
            for key, value in entries:
                context[key] = evaluate(run, value, scope | context)
            return context
        case nodes.For(iterators, body):
            results: list[Any] = []
            scopes = _scopes(run, iterators, scope | {"partial": results})
            return None if _extend(run, results, body, scopes) is None else results
        case nodes.Quantified(quantifier, iterators, condition):
            return _quantified(run, quantifier == "some", iterators, condition, scope)
        case nodes.Filter(target, condition):
            return _filtered(run, evaluate(run, target, scope), condition, scope)
        case nodes.RangeLiteral(start, end, start_included, end_included):
            return _range(evaluate(run, start, scope), evaluate(run, end, scope), start_included, end_included)
        case nodes.Invocation(target, positional):
            function = evaluate(run, target, scope)
            return calling.call(run, function, [evaluate(run, argument, scope) for argument in positional], 0)
        case nodes.FunctionDefinition(parameters, body):
            names = tuple(name for name, _ in parameters)
            return Function(
                "",
                names,
                lambda inner, arguments: evaluate(inner, body, scope | dict(zip(names, arguments, strict=True))),
                types=tuple(wanted for _, wanted in parameters),
            )
    raise NotImplementedError(node)


def _compared(run: Run, operator: str, left: Any, right: Any) -> Any:
    if operator in {"=", "!="}:
        equal = operators.equality(run, left, right, 0)
        return equal if operator == "=" or equal is None else not equal
    return operators.compare(run, operator, left, right, 0)


class _NothingError(Exception):
    pass


def _scopes(run: Run, iterators: Any, scope: Scope) -> Any:
    (name, domain), *rest = iterators
    items = iteration.domain(lambda _run, _env: evaluate(run, domain, scope), 0)(run, None)
    if items is None:
        raise _NothingError
    for item in items:
        inner = scope | {name: item}
        yield from _scopes(run, rest, inner) if rest else [inner]


def _extend(run: Run, results: list[Any], body: Node, scopes: Any) -> Any:
    try:
        results.extend(evaluate(run, body, scope) for scope in scopes)
    except _NothingError:
        return None
    return results


def _quantified(run: Run, decisive: bool, iterators: Any, condition: Node, scope: Scope) -> Any:
    unknown = False
    try:
        for inner in _scopes(run, iterators, scope):
            value = evaluate(run, condition, inner)
            if value is decisive:
                return decisive
            unknown = unknown or type(value) is not bool
    except _NothingError:
        return None
    return None if unknown else not decisive


def _filtered(run: Run, value: Any, condition: Node, scope: Scope) -> Any:
    def fulfilled(_run: Run, env: Any) -> Any:
        item = env[0]
        return evaluate(run, condition, scope | {"item": item} | (item if type(item) is dict else {}))

    return iteration.filtered(lambda _run, _env: value, fulfilled, 0, cost=1)(run, None)


def _range(start: Any, end: Any, start_included: bool, end_included: bool) -> Any:
    try:
        if start is not None and end is not None and not less(end, start):
            return Range(start, end, start_included, end_included)
    except NotComparable:
        pass
    return None
