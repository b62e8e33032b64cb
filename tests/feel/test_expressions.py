"""The language: each line is an expression and what it prints."""

from __future__ import annotations

import pytest

from charter.feel.errors import FeelAssertionFailed
from tests.feel.evaluate import evaluation, printed, value

LANGUAGE = {
    # Numbers
    "1 + 2 * 3": "7",
    "0.1 + 0.2 = 0.3": "true",
    "1 / 3": "0.3333333333333333333333333333333333",
    "2 ** 3 ** 2": "64",
    "-3 ** 2": "9",
    "--10": "10",
    "10 / 4": "2.5",
    "10 / 5": "2",
    "1 / 0": "null",
    "9999999999999999999999999999999999 + 1": "10000000000000000000000000000000000",
    "9999999999999999999999999999999999 + 2": "10000000000000000000000000000000000",
    "10 ** 1000000000": "null",
    "1.50": "1.5",
    "1.2e3": "1200",
    ".5": "0.5",
    # Strings
    '"a" + "b"': "ab",
    r'"\u0041\U01F600\n"': "A\U0001f600\n",
    r'"\uD83D\uDE00"': "\U0001f600",
    r'"\s"': "\\s",
    '"a" + 1': "null",
    # Logic
    "true and null": "null",
    "false and null": "false",
    "null or true": "true",
    "not(null)": "null",
    "1 = null": "false",
    '1 = "1"': "null",
    "null < 1": "null",
    "2 between 1 and 3 and true": "true",
    # Conditions
    'if null then "a" else "b"': "b",
    # Lists and filters
    "[1, 2, 3][2]": "2",
    "[1, 2, 3][-1]": "3",
    "[1, 2, 3][9]": "null",
    "[1, 2, 3, 4][item > 2]": "[3, 4]",
    "[{a: 1}, {a: 2}][a = 2].a": "[2]",
    "[{item: 1}, {item: 2}][item > 1]": "[{item: 2}]",
    "100[1]": "100",
    "[][1]": "null",
    "[[1, 2], [3]][count(item) > 1]": "[[1, 2]]",
    # Iterations
    "for i in 1..3, j in [10, 20] return i + j": "[11, 21, 12, 22, 13, 23]",
    "for i in 3..1 return i": "[3, 2, 1]",
    "for i in (1..4) return i": "[2, 3]",
    "for i in 1..4 return if i = 1 then 1 else i * partial[-1]": "[1, 2, 6, 24]",
    "for x in [[1, 2], [3]], y in x return y": "[1, 2, 3]",
    "for i in 1..3 return count(partial)": "[0, 1, 2]",
    "some x in [1, 2] satisfies x > 1": "true",
    "every x in [] satisfies x > 1": "true",
    # Contexts and names
    "{a: 1, b: a + 1}.b": "2",
    "{first name: 1, x: first name + 1}.first name": "1",
    "{a+b: 1}.a+b": "1",
    "`odd name`": "null",
    # Ranges
    "5 in [1..10]": "true",
    "10 in [1..10[": "false",
    "5 in (< 3, > 4)": "true",
    "3 in (1 + 2)": "true",
    "[1..10).end included": "false",
    "(> 5).start": "5",
    "[3..1]": "null",
    # Functions
    "(function(a, b) a - b)(b: 1, a: 3)": "2",
    "{f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(20)}.r": "2432902008176640000",
    "{add: function(a) function(b) a + b, r: add(1)(2)}.r": "3",
    '(function(a: number) a)("x")': "null",
    # Types
    "1 instance of number": "true",
    "[1, 2] instance of list<number>": "true",
    "{a: 1} instance of context<a: string>": "false",
    "[1..2] instance of range<number>": "true",
    "(function(a: number) a) instance of function<number> -> Any": "true",
    "null instance of Any": "false",
    # Time
    '@"2026-01-31" + @"P1M"': "2026-02-28",
    'date and time("2026-03-29T01:30:00@Europe/Berlin") + duration("PT1H")': "2026-03-29T03:30:00@Europe/Berlin",
    '@"2026-03-01" - @"2026-02-01"': "P28D",
    '@"10:00:00+02:00" = @"08:00:00Z"': "true",
    "now()": "2026-03-14T12:00:00Z",
    'today() - @"P1D"': "2026-03-13",
    "day of week(today())": "Saturday",
    '@"P1Y2M".months': "2",
    '@"-P1DT2H".hours': "-2",
    "// a comment\n1 /* another */ + 1": "2",
}


@pytest.mark.parametrize("source", LANGUAGE)
def test_an_expression_means_what_the_standard_says(source):
    assert printed(source) == LANGUAGE[source]


def test_names_with_spaces_are_found_by_the_longest_match():
    assert value("order total - discount", order_total=10, discount=3) == 7
    assert value("a-b + 1", **{"a-b": 5, "a": 1, "b": 1}) == 6


def test_variables_come_as_json_has_them():
    assert value("a.b[1].c + x", a={"b": [{"c": 0.1}]}, x=0.2) == value("0.3")


def test_what_is_missing_is_null_and_says_so():
    result = evaluation("missing.part > 1")
    assert result.value is None
    assert [warning.code for warning in result.warnings] == [
        "NO_VARIABLE_FOUND",
        "NO_PROPERTY_FOUND",
        "NOT_COMPARABLE",
    ]
    assert result.warnings[0].position == 0


def test_a_failed_assertion_fails_the_evaluation():
    assert value("assert(x, x > 1)", x=2) == 2
    with pytest.raises(FeelAssertionFailed, match="x must be above 1"):
        evaluation('{a: assert(x, x > 1, "x must be above 1")}', x=1)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("2 ** 62", 2**62),
        ("2 ** 63 * 2", float(2**64)),
        ("1.0", 1),
        ("0.1 + 0.2", 0.3),
        ("1e400", None),
        ("-1e400", None),
        ("1e-400", 0.0),
        ('@"2026-01-31T10:00:00@Europe/Paris"', "2026-01-31T10:00:00+01:00[Europe/Paris]"),
        ("[1..3]", "[1..3]"),
        ("{f: abs}", {"f": None}),
    ],
)
def test_values_go_out_as_json(source, expected):
    found = evaluation(source).to_json()
    assert (found, type(found)) == (expected, type(expected))
