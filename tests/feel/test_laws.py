"""What holds for all expressions and values."""

from __future__ import annotations

import calendar as python_calendar
import json
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal, DecimalException

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from charter.feel.admission import from_json, to_json
from charter.feel.builtins.signatures import SIGNATURES
from charter.feel.compiled.compiler import Compiler
from charter.feel.errors import FeelAssertionFailed, FeelLimitExceeded, FeelSyntaxError
from charter.feel.expression import Expression, compile_expression, compile_unary_tests
from charter.feel.limits import Limits
from charter.feel.numerals import DECIMAL128
from charter.feel.parser import KEYWORDS, Parser
from charter.feel.run import Run
from charter.feel.temporal import calendar
from charter.feel.values import Function, same
from tests.feel import reference
from tests.feel.evaluate import NOON, value
from tests.feel.evaluate import printed as evaluated
from tests.feel.trees import NAMES, printed, scoped_trees, trees

LONG_AGO, FAR_AHEAD = datetime.fromisoformat("1000-01-01"), datetime.fromisoformat("3000-01-01")
SMALL = Limits(steps=20_000, list_items=5_000, string_characters=20_000, regex_steps=20_000)
numbers = st.one_of(
    st.integers(-(10**40), 10**40),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20),
)


@settings(max_examples=300, deadline=None)
@given(trees)
def test_what_is_printed_is_parsed_as_it_was(tree):
    assert Parser(printed(tree), names=NAMES, properties=NAMES).expression() == tree


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(["add", "subtract", "multiply", "divide"]), numbers, numbers)
@example("add", 10**34 - 1, 1)
@example("multiply", 10**17, 10**17)
@example("divide", 1, 3)
def test_arithmetic_is_that_of_decimal128(operation, left, right):
    operator = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}[operation]
    found = value(f"l {operator} r", l=left, r=right)
    try:
        operands = DECIMAL128.plus(Decimal(left)), DECIMAL128.plus(Decimal(right))
        expected = getattr(DECIMAL128, operation)(*operands)
    except DecimalException:
        expected = None
    assert found == expected


@given(numbers, numbers)
def test_order_and_equality_are_those_of_numbers(left, right):
    left, right = DECIMAL128.plus(Decimal(left)), DECIMAL128.plus(Decimal(right))
    assert value("[l < r, l <= r, l = r, l != r, l > r, l >= r]", l=left, r=right) == [
        left < right,
        left <= right,
        left == right,
        left != right,
        left > right,
        left >= right,
    ]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
@example("\x00")
@example("x in (")
@example("1..2")
@example("[1..")
@example("@")
@example('"\\uD83D"')
def test_any_text_is_an_expression_or_a_syntax_error(source):
    for compiler in (compile_expression, compile_unary_tests):
        with suppress(FeelSyntaxError):
            compiler(source)


_WORDS = [
    *sorted(KEYWORDS - {"external"}),
    *"()[]{},:.+-*/=<>@?",
    *(
        "..",
        "**",
        "<=",
        ">=",
        "!=",
        "item",
        "partial",
        "a",
        "b",
        "x y",
        "1",
        "2.5",
        "0",
        '"s"',
        '"a+"',
        "1e99",
        "1e6144",
    ),
    *('@"2026-01-31"', '@"P1D"', '@"10:00:00Z"', "number", "list<number>", "{a: 1}", "[1, 2, 3]", "function(a) a"),
    *sorted(name for name in SIGNATURES if name not in {"random number", "uuid"}),
]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=14))
def test_any_expression_has_a_value_or_reaches_a_limit(words):
    try:
        expression = compile_expression(" ".join(words), names=["a", "x y"], limits=SMALL)
    except FeelSyntaxError:
        return
    with suppress(FeelLimitExceeded, FeelAssertionFailed):
        result = expression.evaluate({"a": [1, {"b": 0.5}], "x y": "text", "b": None}, lambda: NOON)
        json.dumps(result.to_json(), allow_nan=False)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(sorted(SIGNATURES)),
    st.lists(
        st.sampled_from(
            [
                "null", "true", "0", "-1", "2.5", "1e30", "1e5000", "-1e5000", "1e-5000",
                '""', '"abc"', '"("', '"2026-01-31"', "[]", "[1, 2, null]",
                '["a", "b"]', "[[1], [2]]", "{}", '{key: "a", value: 1}', "[1..3]", "(> 2)", '@"2026-01-31"', "abs",
                '@"2026-01-31T10:00:00@Europe/Paris"', '@"10:00:00Z"', '@"P1D"', '@"P1M"', "function(x, y) x < y",
            ]
        ),
        max_size=4,
    ),
)  # fmt: skip
def test_any_built_in_takes_any_arguments(name, arguments):
    with suppress(FeelLimitExceeded, FeelAssertionFailed):
        compile_expression(f"{name}({', '.join(arguments)})", limits=SMALL).evaluate({}).to_json()


points = st.integers(0, 8)
ranges = st.tuples(points, points, st.booleans(), st.booleans()).map(
    lambda r: f"{'[' if r[2] else '('}{min(r[:2])}..{max(r[:2])}{']' if r[3] else ')'}"
)


@settings(max_examples=300, deadline=None)
@given(points, ranges)
def test_a_point_is_before_in_or_after_a_range(point, interval):
    assert [
        value(f"before({point}, {interval})"),
        value(f"{point} in {interval}"),
        value(f"after({point}, {interval})"),
    ].count(True) >= 1
    assert value(f"includes({interval}, {point})") == value(f"{point} in {interval}")
    assert value(f"during({point}, {interval})") == value(f"{point} in {interval}")


@settings(max_examples=300, deadline=None)
@given(ranges, ranges)
def test_relations_of_ranges_are_mirrored(a, b):
    mirrored = {
        "before": "after",
        "meets": "met by",
        "overlaps before": "overlaps after",
        "finishes": "finished by",
        "includes": "during",
        "starts": "started by",
        "overlaps": "overlaps",
        "coincides": "coincides",
    }
    for relation, opposite in mirrored.items():
        assert value(f"{relation}({a}, {b})") == value(f"{opposite}({b}, {a})")
    assert value(f"overlaps({a}, {b})") != (value(f"before({a}, {b})") or value(f"before({b}, {a})"))


@given(st.integers(), st.integers(), st.lists(st.integers(-99, 99), max_size=6))
def test_closures_keep_what_they_have_seen(a, b, items):
    assert value("(function(x) function(y) x - y)(a)(b)", a=a, b=b) == value("a - b", a=a, b=b)
    functions = "[for i in items return function(y) y * i][1]"
    assert value(f"for f in {functions} return f(a)", items=items, a=3) == [3 * item for item in items]


truths = st.sampled_from(["true", "false", "null"])


@given(truths, truths, truths)
def test_logic_is_kleenes(a, b, c):
    assert value(f"not({a} and {b})") == value(f"not({a}) or not({b})")
    assert value(f"{a} and ({b} or {c})") == value(f"({a} and {b}) or ({a} and {c})")


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(1 - 2**63, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(json_values)
def test_json_comes_out_as_it_went_in(document):
    assert to_json(from_json(document)) == document
    assert compile_expression("x").evaluate({"x": document}).to_json() == document
    assert value("from json(to json(x))", x=document) == from_json(document)


@given(st.dates())
def test_the_calendar_is_pythons(day):
    days = (day - date(1970, 1, 1)).days
    assert calendar.days_from_date(day.year, day.month, day.day) == days
    assert calendar.date_from_days(days) == (day.year, day.month, day.day)
    assert calendar.iso_week(day.year, day.month, day.day) == day.isocalendar().week
    assert calendar.days_in_month(day.year, day.month) == python_calendar.monthrange(day.year, day.month)[1]


@given(st.integers(-(10**12), 10**12))
def test_the_calendar_has_no_end(days):
    assert calendar.days_from_date(*calendar.date_from_days(days)) == days


@given(
    st.datetimes(LONG_AGO, FAR_AHEAD),
    st.timedeltas(timedelta(-9999), timedelta(9999)),
)
def test_moments_and_durations_add_up(moment, duration):
    assert value("(m + d) - m = d", m=moment, d=duration) is True
    assert value("m + d", m=moment, d=duration) == from_json(moment + duration)


@pytest.mark.parametrize("source", ["a + b", "string length(order total)", "for i in items return i + partial[1] + x"])
def test_free_names_are_those_from_outside(source):
    names = compile_expression(source, names=["order total"]).free_names
    expected = {"a + b": {"a", "b"}, "string length(order total)": {"order total"}}
    assert names == expected.get(source, {"items", "x"})
    assert evaluated("1") == "1"


def _same(run: Run, left: object, right: object) -> bool:
    if isinstance(left, Function) or isinstance(right, Function):
        return isinstance(left, Function) and isinstance(right, Function) and left.parameters == right.parameters
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(_same(run, a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(run, left[key], right[key]) for key in left)
    return same(run, left, right)


variables = st.fixed_dictionaries(
    {
        "a": st.integers(-3, 3),
        "b": st.lists(st.integers(0, 3) | st.fixed_dictionaries({"a": st.integers(0, 3), "x-y": st.booleans()})),
        "order total": st.none() | st.booleans(),
        "x-y": st.just("text"),
        "größe": st.fixed_dictionaries({"a": st.lists(st.integers(0, 2), max_size=2)}),
    }
)


@settings(max_examples=500, deadline=None)
@given(scoped_trees, variables)
def test_compiled_cells_hold_what_the_scopes_say(tree, given_variables):
    compiled = Expression("", tree, Compiler(NAMES).compile(tree), SMALL)
    run = Run(given_variables, None, SMALL)
    try:
        found = compiled.evaluate(given_variables).value
    except FeelLimitExceeded:
        return
    assert _same(run, found, reference.evaluate(run, tree, dict(given_variables)))
