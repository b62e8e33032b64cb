"""Reading and checking the code of tools: schemas, rules, lines and fixes."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.tools.python.checking import check
from charter.tools.tool import compiled


def rules(code: str, **named) -> list[tuple[str, int | None]]:
    return [(problem.rule, problem.line) for problem in check(textwrap.dedent(code), **named).problems]


@pytest.mark.parametrize(
    ("annotation", "schema"),
    [
        ("str", {"type": "string"}),
        ("int", {"type": "integer"}),
        ("float", {"type": "number"}),
        ("bool", {"type": "boolean"}),
        ("None", {"type": "null"}),
        ("list", {"type": "array"}),
        ("Any", {}),
        ("'str'", {"type": "string"}),
        ("list[int]", {"type": "array", "items": {"type": "integer"}}),
        ("set[str]", {"type": "array", "items": {"type": "string"}, "uniqueItems": True}),
        ("tuple[int, ...]", {"type": "array", "items": {"type": "integer"}}),
        (
            "tuple[int, str]",
            {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "items": False, "minItems": 2},
        ),
        ("dict[str, int]", {"type": "object", "additionalProperties": {"type": "integer"}}),
        ("str | None", {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ("Optional[str]", {"anyOf": [{"type": "string"}, {"type": "null"}]}),
        ("int | str | None", {"anyOf": [{"type": "integer"}, {"type": "string"}, {"type": "null"}]}),
        ("typing.Literal['a', 1]", {"enum": ["a", 1]}),
        ("Annotated[int, 'how many']", {"type": "integer", "description": "how many"}),
        ("Colour", {"enum": ["red", "green"]}),
        (
            "Line",
            {
                "type": "object",
                "properties": {"name": {"type": "string"}, "count": {"type": "integer"}},
                "required": ["name"],
                "additionalProperties": False,
            },
        ),
    ],
)
def test_an_annotation_becomes_a_schema(annotation, schema):
    code = f'''
from dataclasses import dataclass
from enum import Enum
class Colour(Enum):
    RED = "red"
    GREEN = "green"
@dataclass
class Line:
    name: str
    count: int = 1
def tool(value: {annotation}) -> None:
    """Does."""
'''
    read = check(code)
    assert read.problems == []
    assert read.signature.parameters["properties"]["value"] == schema
    compiled(read.signature.parameters)


def test_a_docstring_describes_tool_and_arguments():
    read = check('''
def tool(first: str, second: int = 3, *, third: bool = False) -> list[str]:
    """Does this.

    And that.

    Args:
        first: the first,
            over two lines.
        second (int): the second.

    Returns:
        nothing: of note.
    """
''')
    properties = read.signature.parameters["properties"]
    assert read.signature.description == "Does this.\n\nAnd that."
    assert properties["first"] == {"type": "string", "description": "the first, over two lines."}
    assert properties["second"] == {"type": "integer", "description": "the second.", "default": 3}
    assert properties["third"] == {"type": "boolean", "default": False}
    assert read.signature.parameters["required"] == ["first"]
    assert read.signature.output == {"type": "array", "items": {"type": "string"}}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def broken(:", [("python.syntax", 1)]),
        ("x = '\\ud800'\ndef f() -> None:\n    '''D.'''", []),
        ("(" * 5000 + ")" * 5000, [("python.syntax", 1)]),
        ("x = 1", [("python.entry", None)]),
        ("def _hidden() -> None:\n    '''D.'''", [("python.entry", None)]),
        ("class NoRun:\n    pass", [("python.entry", None)]),
        ("def f(x) -> None:\n    '''D.'''", [("python.types", 1)]),
        ("def f(x: Path) -> None:\n    '''D.'''", [("python.types", 1)]),
        ("class C: pass\ndef f(x: C) -> None:\n    '''D.'''", [("python.types", 2)]),
        ("def f(*a: int, **b: int) -> None:\n    '''D.'''", [("python.signature", 1)] * 2),
        ("def f(a: int, /) -> None:\n    '''D.'''", [("python.signature", 1)]),
        ("def f(a: object = object()) -> None:\n    '''D.'''", [("python.signature", 1)]),
        ("def f() -> None: pass", [("python.docstring", 1)]),
        ("def f() -> None:\n    '''D.'''\n    yield 1", [("python.entry", 1)]),
        ("import subprocess\ndef f() -> None:\n    '''D.'''", [("python.forbidden", 1)]),
        ("def f() -> None:\n    '''D.'''\n    import ctypes", [("python.forbidden", 3)]),
        ("from os import system\ndef f() -> None:\n    '''D.'''", [("python.forbidden", 1)]),
        ("import os\ndef f() -> None:\n    '''D.'''\n    os.fork()", [("python.forbidden", 4)]),
        ("import os\ndef f() -> None:\n    '''D.'''\n    os.execve()", [("python.forbidden", 4)]),
        ("import os\ndef f() -> str:\n    '''D.'''\n    return os.environ['X']", [("python.environment", 4)]),
        ("def f() -> None:\n    '''D.'''\n    eval('1')", [("python.forbidden", 3)]),
        ("def f() -> None:\n    '''D.'''\n    ().__class__.__mro__[1].__subclasses__()", [("python.forbidden", 3)] * 2),
        ("import numpy\ndef f() -> None:\n    '''D.'''", [("python.import", 1)]),
        ("from . import x\ndef f() -> None:\n    '''D.'''", [("python.import", 1)]),
        ("from json import *\ndef f() -> None:\n    '''D.'''", [("python.import", 1)]),
        ("KEY = 'AKIAABCDEFGHIJKLMNOP'\ndef f() -> None:\n    '''D.'''", [("python.secret", 1)]),
        ("def f() -> None:\n    '''D.'''\n    connect(password='hunter2-Xk9qzT')", [("python.secret", 3)]),
        ("URL = 'postgres://me:secret@db/x'\ndef f() -> None:\n    '''D.'''", [("python.secret", 1)]),
        ("PASSWORD = 'your-password-here'\ndef f() -> None:\n    '''D.'''", []),
        ("TOKEN = ''\ndef f(token: str) -> None:\n    '''D.'''", []),
        ("def f() -> None:\n    '''D.'''\n    try: pass\n    except: pass", [("python.bare-except", 4)]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(code, expected):
    found = check(code)
    assert [(problem.rule, problem.line) for problem in found.problems] == expected
    assert all(problem.fix for problem in found.problems)
    assert found.valid is all(problem.severity == "warning" for problem in found.problems)


def test_code_has_a_size_and_parts():
    assert rules("x = 1\n" * 50_000) == [("python.size", None)]
    assert rules("[" + "1," * 40_000 + "]") == [("python.size", None)]


def test_packages_of_the_installation_can_be_imported():
    code = "import numpy\ndef f() -> None:\n    '''D.'''"
    assert rules(code, packages={"numpy"}) == []


def test_a_secret_is_never_repeated():
    found = check("KEY = 'sk-ant-0123456789abcdefghijkl'\ndef f() -> None:\n    '''D.'''")
    assert "0123456789" not in repr(found.problems)


def test_the_entry_is_the_last_public_one_or_the_one_that_is_named():
    code = "def a() -> int:\n    '''A.'''\nclass C:\n    '''C.'''\n    def run(self) -> int: ..."
    assert (check(code).entry, check(code).is_class, check(code).signature.description) == ("C", True, "C.")
    assert (check(code, entry="a").entry, check(code, entry="a").is_class) == ("a", False)
    assert [problem.rule for problem in check(code, entry="z").problems] == ["python.entry"]


def test_a_class_that_contains_itself_is_refused():
    code = "@dataclass\nclass N:\n    next: 'N | None'\ndef f(x: N) -> None:\n    '''D.'''"
    assert rules(code) == [("python.types", 3)]


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_crash(text):
    read = check(text)
    assert read.valid is (read.entry is not None and not any(p.severity == "error" for p in read.problems))
