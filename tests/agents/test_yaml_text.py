"""YAML as Charter reads and writes it."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from charter.agents.errors import AgentFileInvalid
from charter.agents.service.yaml_text import MAX_BYTES, read_documents, write_document

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=40)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts
    | st.sampled_from(
        ["no", "0o17", "0x1F", "1e5", "1:30", "~", "2026-01-01", "<<", "=", ".5", "- a", "a: b", " x", "#"]
    )
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=20
)


@settings(max_examples=400, deadline=None)
@given(value=values)
@example(value="a\nb\n")
@example(value=" a\nb")
@example(value="a \nb\n\n")
@example(value={"text": "\t\n", "\x85": "\u2028", "é": "\ufeff"})
def test_what_was_written_is_read_back_by_us_and_by_others(value):
    text = write_document({"value": value})
    assert read_documents(text.encode())[0].value == {"value": value}
    again = yaml.safe_load(text)["value"]
    if not _has_float(value):  # YAML 1.1 wants a point in every float
        assert again == value


def _has_float(value):
    if isinstance(value, dict):
        return any(map(_has_float, value.values()))
    return any(map(_has_float, value)) if isinstance(value, list) else isinstance(value, float)


def test_texts_of_several_lines_are_written_as_blocks():
    assert write_document({"instructions": "One.\nTwo.\n"}) == "instructions: |\n  One.\n  Two.\n"


def test_lines_of_values_are_known():
    document = read_documents(b"# first\na: 1\nb:\n  - x\n  - c/d: 2\n")[0]
    assert [document.line_of(path) for path in ("/a", "/b", "/b/0", "/b/1/c~1d", "/b/1/e/f", "")] == [2, 3, 4, 5, 5, 2]


def test_empty_documents_are_left_out():
    assert [document.value for document in read_documents(b"---\n---\na: 1\n...\n# nothing\n---\nb: 2\n")] == [
        {"a": 1},
        {"b": 2},
    ]


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 10)}]\n" for n in range(9)
)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: [", 3, "not YAML"),
        ("a: 1\na: 2", 2, "'a' stands here twice"),
        ("x:\n  a: 1\n  'a': 2", 3, "twice"),
        ("a: !!python/object/apply:os.system [ls]", 1, "tag"),
        ("a: !!python/name:os.system ''", 1, "tag"),
        ("a: !!binary aGk=", 1, "tag"),
        ("1: a", 1, "is no text"),
        ("? [a]\n: b", 1, "is no text"),
        ("a: .nan", 1, "no number that JSON has"),
        ("a: 1e999", 1, "too large"),
        ("a: " + "9" * 5000, 1, "too large"),
        ('a: 1\nb: "\\0"', 2, "NUL"),
        ("a: *b", 1, "stands for nothing"),
        ("a: &a [*a]", 1, "stands for nothing"),
        (BOMB, 5, "more than 50000 values"),
        ("[" * 100 + "]" * 100, 1, "nested more than"),
        ("{a: " * 5000, 1, "nested more than"),
        ("a: \x07", 1, "not YAML"),
        ("a: 1\n\tb: 2", 2, "not YAML"),
    ],
    ids=range(19),
)
def test_what_is_refused_is_named_with_its_line(text, line, words):
    began = time.process_time()
    with pytest.raises(AgentFileInvalid) as refused:
        read_documents(text.encode())
    assert words in refused.value.detail
    assert refused.value.members["lines"] == [line]
    assert time.process_time() - began < 0.5


def test_bytes_that_are_no_text_and_files_that_are_too_long_are_refused():
    with pytest.raises(AgentFileInvalid, match="Line 2: This is not UTF-8"):
        read_documents(b"a: 1\nb: \xff")
    with pytest.raises(AgentFileInvalid, match=f"{MAX_BYTES} at most"):
        read_documents(b"a" * (MAX_BYTES + 1))


@settings(max_examples=300, deadline=None)
@given(raw=st.binary(max_size=60) | st.text("{}[]:,-&*!|>'\"\n ab01%@`", max_size=60).map(str.encode))
def test_no_input_does_anything_but_read_or_be_refused(raw):
    try:
        read_documents(raw)
    except AgentFileInvalid as error:
        refusal = error
    else:
        return
    assert refusal.fields[0]["message"].startswith("Line ")
