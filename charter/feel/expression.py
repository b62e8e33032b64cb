"""What other rooms use: compile once, evaluate often.

>>> price = compile_expression("amount * (1 + tax)")
>>> price.evaluate({"amount": 100, "tax": 0.2}, clock=None).to_json()
120
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from charter.feel import nodes
from charter.feel.admission import Json, admit, to_json
from charter.feel.compiled.compiler import INPUT, Compiler
from charter.feel.compiled.free import free_names
from charter.feel.errors import FeelLimitExceeded
from charter.feel.limits import DEFAULT_LIMITS, Limits
from charter.feel.nodes import Node
from charter.feel.parser import Parser
from charter.feel.run import Clock, Code, Env, Run, Value, Warn
from charter.feel.types import FeelType


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an expression came to, and why parts of it are null.

    Attributes:
        value: a FEEL value.
        warnings: in the order in which they arose.
    """

    value: Value
    warnings: tuple[Warn, ...]

    def to_json(self) -> Json:
        """Return the value as JSON.

        Raises:
            FeelLimitExceeded: it has too many parts.
        """
        return to_json(self.value)


class _Compiled:
    """What expressions and tests have in common."""

    __slots__ = ("_code", "limits", "source")

    def __init__(self, source: str, code: Code, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self._code = code

    def _run(self, run: Run, env: Env) -> Evaluation:
        try:
            value = self._code(run, env)
        except RecursionError:
            raise FeelLimitExceeded("call_levels", self.limits.call_levels) from None
        return Evaluation(value, tuple(run.warnings) if run.warnings else ())


class Expression(_Compiled):
    """A compiled expression; safe to share between threads and to evaluate any number of times."""

    __slots__ = ("_free", "tree")

    def __init__(self, source: str, tree: Node, code: Code, limits: Limits) -> None:
        super().__init__(source, code, limits)
        self.tree = tree
        self._free: frozenset[str] | None = None

    @property
    def free_names(self) -> frozenset[str]:
        """Variables that the expression reads from outside; built-in functions are not among them.

        A name inside a filter counts even if the items may have an entry of that name.
        """
        if self._free is None:
            self._free = free_names(self.tree)
        return self._free

    def evaluate(self, variables: Mapping[str, Any], clock: Clock | None = None) -> Evaluation:
        """Evaluate with variables as they come from JSON (or FEEL values).

        Args:
            clock: tells ``now()`` and ``today()`` the time, aware of its zone; without one they are null.

        Raises:
            FeelLimitExceeded: it wants more than the limits allow.
            FeelAssertionFailed: it calls ``assert``, and the condition is not fulfilled.
            TypeError: a variable is of a type that FEEL has nothing like.
        """
        return self._run(Run(variables, clock, self.limits), None)


class UnaryTests(_Compiled):
    """Compiled tests of a decision table's cell."""

    __slots__ = ("tests",)

    def __init__(self, source: str, tests: nodes.UnaryTests, code: Code, limits: Limits) -> None:
        super().__init__(source, code, limits)
        self.tests = tests

    def evaluate(self, value: Any, variables: Mapping[str, Any], clock: Clock | None = None) -> Evaluation:
        """Tell whether a value passes: true, false, or null when that cannot be said.

        Raises:
            FeelLimitExceeded: it wants more than the limits allow.
        """
        run = Run(variables, clock, self.limits)
        return self._run(run, (admit(run, value), None))

    def passes_in(self, run: Run, value: Value) -> bool | None:
        """Test a FEEL value as a part of something larger."""
        result = self._code(run, (value, None))
        return result if type(result) is bool else None


def compile_expression(
    source: str,
    *,
    names: Iterable[str] = (),
    properties: Iterable[str] = (),
    types: Mapping[str, FeelType] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Expression:
    """Compile an expression.

    Args:
        names: variables that will exist. Needed for names with spaces or operators in them, and for variables that hide
            a built-in function.
        properties: names of context entries, needed when they hold spaces or operators.
        types: types that ``instance of`` may name.

    Raises:
        FeelSyntaxError: the text is not FEEL.
    """
    known = list(names)
    parser = Parser(source, names=known, properties=properties, types=types, limits=limits)
    tree = parser.expression()
    try:
        return Expression(source, tree, Compiler(known).compile(tree), limits)
    except RecursionError:
        raise parser.too_deep() from None


def compile_unary_tests(
    source: str,
    *,
    names: Iterable[str] = (),
    properties: Iterable[str] = (),
    types: Mapping[str, FeelType] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> UnaryTests:
    """Compile the tests of a cell, such as ``"a", "b"``, ``> 5``, ``[1..10]``, ``not(null)`` or ``-``.

    Raises:
        FeelSyntaxError: the text is no tests.
    """
    known = list(names)
    parser = Parser(source, names=known, properties=properties, types=types, limits=limits)
    tests = parser.unary_tests()
    try:
        return UnaryTests(source, tests, Compiler(known).unary_tests(tests), limits)
    except RecursionError:
        raise parser.too_deep() from None


__all__ = ["INPUT", "Evaluation", "Expression", "UnaryTests", "compile_expression", "compile_unary_tests"]
