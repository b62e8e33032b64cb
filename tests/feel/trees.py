"""Random syntax trees, and their text with just the brackets that they need."""

from __future__ import annotations

from hypothesis import strategies as st

from charter.feel import nodes
from charter.feel.nodes import Node
from charter.feel.numerals import number
from charter.feel.types import SIMPLE_TYPES, ListOf, type_text
from charter.feel.values import quoted

NAMES = ("a", "b", "order total", "x-y", "größe")
_LEVELS = {"or": 1, "and": 2, "+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
_LOWEST, _COMPARISON, _OPERAND, _UNARY, _INSTANCE, _POSTFIX = 1, 3, 4, 7, 8, 9

_numbers = st.one_of(
    st.integers(0, 10**12).map(nodes.Literal),
    st.decimals(0, 10**6, places=3).map(lambda value: nodes.Literal(number(format(value, "f")))),
)
_leaves = st.one_of(
    _numbers,
    st.text(max_size=6).filter(lambda text: text.isprintable()).map(nodes.Literal),
    st.sampled_from([None, True, False]).map(nodes.Literal),
    st.sampled_from(NAMES).map(nodes.Name),
)


def _branches(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    name = st.sampled_from(NAMES)
    iterators = st.lists(st.tuples(name, inner), min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(nodes.Negation, inner),
        st.builds(_chain(nodes.Arithmetic, ("+", "-")), inner, inner, st.sampled_from("+-")),
        st.builds(_chain(nodes.Arithmetic, ("*", "/")), inner, inner, st.sampled_from("*/")),
        st.builds(lambda a, b: nodes.Arithmetic(a, (("**", b),)), inner, inner),
        st.builds(
            lambda op, parts: nodes.Logic(op, tuple(parts)),
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
        st.builds(nodes.Comparison, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), inner, inner),
        st.builds(nodes.Between, inner, inner, inner),
        st.builds(nodes.If, inner, inner, inner),
        st.builds(nodes.For, iterators, inner),
        st.builds(nodes.Quantified, st.sampled_from(["some", "every"]), iterators, inner),
        st.builds(nodes.RangeLiteral, inner, inner, st.booleans(), st.booleans()),
        st.builds(lambda items: nodes.ListLiteral(tuple(items)), st.lists(inner, max_size=3)),
        st.builds(_context, st.dictionaries(st.sampled_from([*NAMES, 'with "quotes"']), inner, max_size=3)),
        st.builds(nodes.Path, inner, name),
        st.builds(nodes.Filter, inner, inner),
        st.builds(lambda target, args: nodes.Invocation(target, tuple(args)), inner, st.lists(inner, max_size=3)),
        st.builds(
            lambda f, args: nodes.Invocation(nodes.Name("string length"), (), tuple(args.items())),
            inner,
            st.dictionaries(name, inner, min_size=1, max_size=2),
        ),
        st.builds(
            lambda body: nodes.FunctionDefinition(
                (("a", None), ("order total", ListOf(SIMPLE_TYPES["date and time"]))), body
            ),
            inner,
        ),
        st.builds(lambda value: nodes.InstanceOf(value, ListOf(SIMPLE_TYPES["number"])), inner),
    )


def _chain(kind, _operators):
    return lambda first, second, operator: kind(first, ((operator, second),))


def _context(entries: dict[str, Node]) -> Node:
    return nodes.ContextLiteral(tuple(entries.items()))


trees = st.recursive(_leaves, _branches, max_leaves=12)


def _scoped(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Return trees in which names are bound and used at many levels."""
    name = st.sampled_from(NAMES)
    iterators = st.lists(st.tuples(name, inner), min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(lambda a, b: nodes.Arithmetic(a, (("+", b),)), inner, inner),
        st.builds(nodes.Comparison, st.sampled_from(["=", "<"]), inner, inner),
        st.builds(nodes.If, inner, inner, inner),
        st.builds(nodes.For, iterators, inner),
        st.builds(nodes.Quantified, st.sampled_from(["some", "every"]), iterators, inner),
        st.builds(nodes.RangeLiteral, inner, inner, st.booleans(), st.booleans()),
        st.builds(lambda items: nodes.ListLiteral(tuple(items)), st.lists(inner, max_size=3)),
        st.builds(_context, st.dictionaries(name, inner, max_size=3)),
        st.builds(nodes.Path, inner, name),
        st.builds(nodes.Filter, inner, inner),
        st.builds(
            lambda name, body, argument: nodes.Invocation(nodes.FunctionDefinition(((name, None),), body), (argument,)),
            name,
            inner,
            inner,
        ),
        st.builds(lambda target, argument: nodes.Invocation(target, (argument,)), inner, inner),
        st.builds(
            lambda names, body: nodes.FunctionDefinition(tuple((name, None) for name in names), body),
            st.lists(name, max_size=2, unique=True),
            inner,
        ),
    )


scoped_trees = st.recursive(
    st.one_of(
        st.sampled_from([*NAMES, *NAMES, "item", "partial"]).map(nodes.Name),
        st.integers(-2, 5).map(nodes.Literal),
        st.sampled_from([None, True, False]).map(nodes.Literal),
    ),
    _scoped,
    max_leaves=15,
)


def printed(node: Node, level: int = _LOWEST) -> str:
    """Return the text of a tree, in brackets if it binds less than its place asks."""
    text, own = _text(node)
    return f"({text})" if own < level else text


def _text(node: Node) -> tuple[str, int]:  # noqa: PLR0911, PLR0912 - one branch for each kind of node
    match node:
        case nodes.Literal(value):
            return (_literal(value), _POSTFIX)
        case nodes.Name(name):
            return name, _POSTFIX
        case nodes.Path(target, name):
            return f"{printed(target, _POSTFIX)}.{name}", _POSTFIX
        case nodes.Filter(target, condition):
            return f"{printed(target, _POSTFIX)}[{printed(condition)}]", _POSTFIX
        case nodes.Invocation(target, positional, named):
            arguments = [*map(printed, positional), *(f"{name}: {printed(value)}" for name, value in named)]
            return f"{printed(target, _POSTFIX)}({', '.join(arguments)})", _POSTFIX
        case nodes.Negation(operand):
            inner = printed(operand, _UNARY)
            # In front of digits it would belong to the number.
            return (f"-({inner})" if inner[0].isdigit() else f"-{inner}"), _UNARY
        case nodes.Arithmetic(first, rest):
            own = _LEVELS[rest[0][0]]
            parts = "".join(f" {operator} {printed(operand, own + 1)}" for operator, operand in rest)
            return printed(first, own + 1) + parts, own
        case nodes.Logic(operator, operands):
            own = _LEVELS[operator]
            return f" {operator} ".join(printed(operand, own + 1) for operand in operands), own
        case nodes.Comparison(operator, left, right):
            return f"{printed(left, _OPERAND)} {operator} {printed(right, _OPERAND)}", _COMPARISON
        case nodes.Between(value, low, high):
            parts = [printed(part, _OPERAND) for part in (value, low, high)]
            return f"{parts[0]} between {parts[1]} and {parts[2]}", _COMPARISON
        case nodes.InstanceOf(value, wanted):
            return f"{printed(value, _INSTANCE)} instance of {type_text(wanted)}", _INSTANCE
        case nodes.If(condition, then, otherwise):
            return f"if {printed(condition)} then {printed(then)} else {printed(otherwise)}", 0
        case nodes.For(iterators, body):
            return f"for {_iterators(iterators)} return {printed(body)}", 0
        case nodes.Quantified(quantifier, iterators, condition):
            return f"{quantifier} {_iterators(iterators)} satisfies {printed(condition)}", 0
        case nodes.RangeLiteral(start, end, start_included, end_included):
            brackets = "[" if start_included else "(", "]" if end_included else ")"
            return f"{brackets[0]}{printed(start)}..{printed(end)}{brackets[1]}", _POSTFIX
        case nodes.ListLiteral(items):
            return f"[{', '.join(map(printed, items))}]", _POSTFIX
        case nodes.ContextLiteral(entries):
            return "{" + ", ".join(f"{quoted(key)}: {printed(value)}" for key, value in entries) + "}", _POSTFIX
        case nodes.FunctionDefinition(parameters, body):
            listed = (name + (f": {type_text(wanted)}" if wanted else "") for name, wanted in parameters)
            return f"function({', '.join(listed)}) {printed(body)}", 0
    raise AssertionError(node)


def _literal(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(value) if isinstance(value, str) else format(value, "f")


def _iterators(iterators: tuple[tuple[str, Node], ...]) -> str:
    return ", ".join(f"{name} in {printed(domain)}" for name, domain in iterators)
