"""Patterns: the two ways of matching agree, and hostile ones are stopped."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.feel.limits import DEFAULT_LIMITS
from charter.feel.regex.machine import Machine
from charter.feel.regex.matcher import _source, compiled
from charter.feel.regex.syntax import Choice, Group, InvalidPattern, Repeat, Sequence, parse
from charter.feel.run import Run
from tests.feel.evaluate import value

patterns = st.recursive(
    st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "\\d", "^", "$", "\\w", "\\p{Lu}"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "*?", "+?", "{1,2}", "{2}"])).map(lambda p: f"({p[0]}){p[1]}"),
    ),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None)
@given(patterns, st.text("abA1\n", max_size=7))
def test_the_machine_finds_what_re_finds(pattern, text):
    matcher = compiled(pattern, "")
    found = matcher._fast.search(text)  # a short text: harmless
    machine = Machine(parse(pattern), matcher._groups, 0).search(text, 0, lambda _steps: None)
    assert (machine is None) == (found is None)
    if machine and found and not _repeats_nothing(parse(pattern)):
        assert machine[:2] == found.span()


def _repeats_nothing(pattern):
    """Whether something is repeated that may be empty: how often is then a matter of taste."""
    match pattern:
        case Repeat(inner):
            return re.fullmatch(_source(inner), "") is not None or _repeats_nothing(inner)
        case Group(inner):
            return _repeats_nothing(inner)
        case Sequence(parts) | Choice(parts):
            return any(map(_repeats_nothing, parts))
    return False


@settings(max_examples=300, deadline=None)
@given(st.text("ab()[]{}|*+?^$\\.-,0123dpLu", max_size=12))
def test_any_text_is_a_pattern_or_refused(pattern):
    with suppress(InvalidPattern):
        matcher = compiled(pattern, "")
        assert isinstance(matcher._fast, re.Pattern)
        matcher.search(Run({}, None, DEFAULT_LIMITS), "ab01", 0)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r'matches("foobar", "^fo*b")', True),
        (r'matches("O", "[A-Z-[OI]]", "i")', False),
        (r'matches("hello world", "hello\ sworld", "x")', True),
        (r'matches("a.b", "a.b", "q")', True),
        (r'matches("axb", "a.b", "q")', False),
        ('matches("a\\nb", "a.b")', False),
        ('matches("a\\nb", "a.b", "s")', True),
        ('matches("a\\nb", "^b$", "m")', True),
        (r'matches("aA", "(a)\1", "i")', True),
        (r'matches("Ä", "\p{Lu}")', True),
        (r'matches("x", "(?=x)")', None),
        (r'matches("x", "[")', None),
        (r'matches("x", "x", "z")', None),
        (r'replace("abc", "x*", "-")', None),
        (r'replace("abc", "b", "$")', None),
        (r'replace("abc", "(b)", "[$1$2]")', "a[b]c"),
        (r'replace("abc", "b", "\$")', "a$c"),
        (r'extract("1234, 1256, 13", "12\d*")', ["1234", "1256"]),
        (r'split("a;b;;", ";")', ["a", "b", "", ""]),
        (f'matches("{"a" * 3000}", "(a*)*b")', False),
    ],
)
def test_patterns_mean_what_xpath_says(source, expected):
    assert value(source) == expected
