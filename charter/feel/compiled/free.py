"""Which variables an expression needs from outside."""

from __future__ import annotations

from charter.feel import nodes
from charter.feel.builtins.signatures import SIGNATURES
from charter.feel.nodes import Node


def free_names(node: Node) -> frozenset[str]:
    """Return the names that an expression does not bind itself; not built-in functions where they are called."""
    found: set[str] = set()
    _collect(node, frozenset(), found)
    return frozenset(found)


def _collect(node: Node, bound: frozenset[str], found: set[str]) -> None:  # noqa: C901, PLR0912 - one branch for each node
    match node:
        case nodes.Name(name):
            if name not in bound:
                found.add(name)
        case nodes.Filter(target, condition):
            _collect(target, bound, found)
            _collect(condition, bound | {"item"}, found)
        case nodes.For(iterators, body):
            _collect(body, _iterators(iterators, bound | {"partial"}, found), found)
        case nodes.Quantified(_, iterators, condition):
            _collect(condition, _iterators(iterators, bound, found), found)
        case nodes.ContextLiteral(entries):
            for key, value in entries:
                _collect(value, bound | {key} if isinstance(value, nodes.FunctionDefinition) else bound, found)
                bound |= {key}
        case nodes.FunctionDefinition(parameters, body):
            _collect(body, bound | {name for name, _ in parameters}, found)
        case nodes.Invocation(target, positional, named):
            if not (isinstance(target, nodes.Name) and target.name in SIGNATURES and target.name not in bound):
                _collect(target, bound, found)
            for argument in (*positional, *(value for _, value in named)):
                _collect(argument, bound, found)
        case _:
            for part in nodes.children(node):
                _collect(part, bound, found)


def _iterators(iterators: tuple[tuple[str, Node], ...], bound: frozenset[str], found: set[str]) -> frozenset[str]:
    for name, domain in iterators:
        _collect(domain, bound, found)
        bound |= {name}
    return bound
