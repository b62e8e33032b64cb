"""Text to syntax tree: the grammar of DMN 1.5 §10.3.1.2 by operator precedence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import DecimalException
from typing import TypeVar

from charter.feel import nodes
from charter.feel.errors import FeelSyntaxError
from charter.feel.limits import DEFAULT_LIMITS, Limits
from charter.feel.names import BUILTIN_NAMES, PROPERTY_NAMES
from charter.feel.nodes import Node
from charter.feel.numerals import number
from charter.feel.scanner import NAME_PART, NAME_START, SPACE, KnownNames, Scanner, Token, normal_name, unescape
from charter.feel.temporal.reading import read_temporal
from charter.feel.types import ANY, SIMPLE_TYPES, ContextOf, FeelType, FunctionOf, ListOf, RangeOf

Tree = TypeVar("Tree")

KEYWORDS = frozenset(
    {
        *("if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "function", "external"),
        *("and", "or", "between", "instance", "of", "true", "false", "null"),
    }
)
_COMPARATORS = {"=", "!=", "<", "<=", ">", ">="}
_LEVELS = {"or": 1, "and": 2, "between": 3, "in": 3, "+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
_LEVELS |= dict.fromkeys(_COMPARATORS, 3)
_OPERAND_LEVEL = 4  # of what stands beside a comparison
_WORD_OPERATORS = {"or", "and", "between", "in"}
# What can follow a whole range.
_BEHIND = {")", "]", "}", ",", ".", "=", "!=", "<", "<=", ">", ">=", ":"}
_WORDS_BEHIND = {"and", "or", "then", "else", "return", "satisfies", "in", "between", "instance"}

_END = rf"(?![{NAME_PART}])"
_ITERATOR_NAME = re.compile(rf'([{NAME_START}][^,()\[\]{{}}":]*?){SPACE}+in{_END}')
_PARAMETER_NAME = re.compile(rf'([{NAME_START}][^,()\[\]{{}}":]*?){SPACE}*(?=[:,)])')
_ENTRY_NAME = re.compile(rf'([{NAME_START}][^,()\[\]{{}}":]*?){SPACE}*(?=:)')
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_QUALIFIED_NAME = re.compile(rf"[{NAME_START}][{NAME_PART}]*(?:\.[{NAME_START}][{NAME_PART}]*)*")
_BUILTINS = KnownNames(BUILTIN_NAMES)
_OWN_PROPERTIES = KnownNames(PROPERTY_NAMES)
_OWN_TYPES = KnownNames(SIMPLE_TYPES)


class Parser:
    """Parses one text.

    Args:
        names: variables that exist; needed for those with spaces or operators in their names.
        properties: names of context entries that may follow a dot; needed for the same.
        types: types that ``instance of`` and parameters may name.
    """

    def __init__(
        self,
        text: str,
        *,
        names: Iterable[str] = (),
        properties: Iterable[str] = (),
        types: Mapping[str, FeelType] | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self._text = text
        self._scanner = Scanner(text)
        self._names = KnownNames(names)
        self._properties = KnownNames(properties)
        self._types = types or {}
        self._type_names = KnownNames(self._types)
        self._limits = limits
        self._levels_left = limits.nesting_levels
        self._filters = 0
        self._open_ranges = 0
        if len(text) > limits.source_characters:
            raise FeelSyntaxError(f"The expression is longer than {limits.source_characters:,} characters", text, 0)

    def expression(self) -> Node:
        """Parse the whole text as one expression."""
        return self._whole(self._expression)

    def unary_tests(self) -> nodes.UnaryTests:
        """Parse the whole text as the tests of one cell."""
        return self._whole(self._unary_tests)

    def _whole(self, parse: Callable[[], Tree]) -> Tree:
        try:
            tree = parse()
        except RecursionError:
            raise self.too_deep() from None
        if self._scanner.token.kind != "end":
            raise self._unexpected("an operator or the end")
        return tree

    # Tokens

    def _is(self, text: str) -> bool:
        token = self._scanner.token
        return token.text == text and token.kind in {"symbol", "word"}

    def _take(self, text: str) -> bool:
        if self._is(text):
            self._scanner.advance()
            return True
        return False

    def _require(self, text: str) -> None:
        if not self._take(text):
            raise self._unexpected(repr(text))

    def _unexpected(self, expected: str, hint: str = "") -> FeelSyntaxError:
        token = self._scanner.token
        what = "The expression ends too early" if token.kind == "end" else f"{token.text!r} is unexpected"
        if not hint and token.kind == "word" and token.text not in KEYWORDS:
            hint = "A name with spaces must be known, or stand between backticks: `my name`."
        if not hint and token.text == "=" and self._text[token.start - 1 : token.start] == "=":
            hint = "FEEL compares with a single '='."
        return FeelSyntaxError(what, self._text, token.start, expected=expected, hint=hint)

    def too_deep(self) -> FeelSyntaxError:
        """Return the error of a text whose parts are too deep inside each other."""
        return FeelSyntaxError(
            f"The expression is nested deeper than {self._limits.nesting_levels} levels (nesting_levels)",
            self._text,
            min(self._scanner.position, len(self._text)),
            hint="Give parts of it names in a context, or split it.",
        )

    def _deeper(self) -> None:
        self._levels_left -= 1
        if self._levels_left < 0:
            raise self.too_deep()

    @contextmanager
    def _level(self) -> Iterator[None]:
        self._deeper()
        yield
        self._levels_left += 1

    @contextmanager
    def _knowing(self, names: list[str]) -> Iterator[None]:
        for name in names:
            self._names.add(name)
        yield
        for name in names:
            self._names.remove(name)

    # Expressions

    def _expression(self) -> Node:
        with self._level():
            return self._compared() or self._operators(1)

    def _compared(self) -> Node | None:
        """Parse ``< 5`` and the like, if that stands here."""
        token = self._scanner.token
        if token.kind != "symbol" or token.text not in _COMPARATORS:
            return None
        self._scanner.advance()
        return nodes.Test(token.text, self._operators(_OPERAND_LEVEL), token.start)

    def _operator(self) -> str:
        token = self._scanner.token
        if token.kind == "symbol" or (token.kind == "word" and token.text in _WORD_OPERATORS):
            return token.text
        return ""

    def _operators(self, lowest: int) -> Node:
        return self._operators_from(self._unary(), lowest)

    def _operators_from(self, left: Node, lowest: int) -> Node:
        before = self._levels_left
        while True:
            operator = self._operator()
            level = _LEVELS.get(operator, 0)
            if level < max(lowest, 1):
                self._levels_left = before
                return left
            if level == 3:  # the other levels are flat chains
                self._deeper()
            at = self._scanner.start()
            if level <= 2:
                left = self._logic(operator, left, at)
            elif level == 3:
                left = self._comparison(operator, left, at)
            else:
                left = self._arithmetic(level, left, at)

    def _logic(self, operator: str, left: Node, at: int) -> Node:
        operands = [left]
        while self._take(operator):
            operands.append(self._operators(_LEVELS[operator] + 1))
        return nodes.Logic(operator, tuple(operands), at)

    def _arithmetic(self, level: int, left: Node, at: int) -> Node:
        rest = []
        while _LEVELS.get(self._operator()) == level:
            operator = self._scanner.advance().text
            rest.append((operator, self._operators(level + 1)))
        return nodes.Arithmetic(left, tuple(rest), at)

    def _comparison(self, operator: str, left: Node, at: int) -> Node:
        self._scanner.advance()
        if operator == "between":
            low = self._operators(_OPERAND_LEVEL)
            self._require("and")
            return nodes.Between(left, low, self._operators(_OPERAND_LEVEL), at)
        if operator == "in":
            return nodes.In(left, self._in_tests(), at)
        return nodes.Comparison(operator, left, self._operators(_OPERAND_LEVEL), at)

    def _unary(self) -> Node:
        token = self._scanner.token
        if token.kind == "symbol" and token.text == "-":
            self._scanner.advance()
            following = self._scanner.token
            if following.kind != "number" or following.start > token.end:
                with self._level():
                    return nodes.Negation(self._unary(), token.start)
            self._scanner.advance()
            operand = self._postfix_from(self._number(f"-{following.text}", token.start))
        else:
            operand = self._postfix_from(self._primary())
        while self._is("instance"):
            self._deeper()
            at = self._scanner.advance().start
            self._require("of")
            operand = nodes.InstanceOf(operand, self._type(), at)
        return operand

    def _postfix_from(self, target: Node) -> Node:
        before = self._levels_left
        while True:
            token = self._scanner.token
            if token.kind != "symbol" or token.text not in {".", "[", "("}:
                self._levels_left = before
                return target
            self._deeper()
            if token.text == ".":
                self._scanner.advance()
                target = nodes.Path(target, self._property(), token.start)
            elif token.text == "[":
                if self._open_ranges and self._closes_range():
                    self._levels_left = before
                    return target
                self._scanner.advance()
                self._filters += 1
                target = nodes.Filter(target, self._expression(), token.start)
                self._filters -= 1
                self._require("]")
            else:
                target = self._invocation(target)

    def _closes_range(self) -> bool:
        """Whether ``[`` at this place ends a range, as in ``[1..10[``: nothing to be in brackets follows."""
        following = self._after_bracket()
        return following.kind == "end" or following.text in (_BEHIND if following.kind == "symbol" else _WORDS_BEHIND)

    def _after_bracket(self) -> Token:
        position = self._scanner.position
        self._scanner.advance()
        following = self._scanner.token
        self._scanner.go_to(position)
        return following

    def _property(self) -> str:
        known = self._longest(self._properties, self._names, _OWN_PROPERTIES)
        if known:
            self._scanner.go_to(known[1])
            return known[0]
        token = self._scanner.token
        if token.kind == "quoted":
            return normal_name(self._scanner.advance().text[1:-1])
        if token.kind != "word":
            raise self._unexpected("a name")
        return self._scanner.advance().text

    def _longest(self, *known: KnownNames) -> tuple[str, int] | None:
        """Return the longest known name that stands here, and where it ends."""
        start = self._scanner.start()
        found = [name for names in known if (name := names.longest(self._text, start))]
        return max(found, key=lambda name: name[1]) if found else None

    def _invocation(self, target: Node) -> Node:
        at = self._scanner.start()
        self._require("(")
        positional: list[Node] = []
        named: list[tuple[str, Node]] = []
        for _ in self._listed(")"):
            name = self._scanner.match(_ENTRY_NAME)
            if name:
                self._scanner.go_to(name.end())
                self._require(":")
                named.append((_name(name[1]), self._expression()))
            else:
                positional.append(self._expression())
        if positional and named:
            raise FeelSyntaxError("Arguments are either all named or none is", self._text, at)
        return nodes.Invocation(target, tuple(positional), tuple(named), at)

    def _listed(self, closing: str) -> Iterator[None]:
        """Yield before each part of a list with commas between them, and take the bracket that closes it."""
        if self._take(closing):
            return
        yield
        while self._take(","):
            yield
        if not self._take(closing):
            raise self._unexpected(f"',' or '{closing}'")

    def _primary(self) -> Node:
        token = self._scanner.token
        match token.kind:
            case "number":
                self._scanner.advance()
                return self._number(token.text, token.start)
            case "string":
                self._scanner.advance()
                return nodes.Literal(unescape(token.text), token.start)
            case "word":
                return self._word()
            case "quoted":
                self._scanner.advance()
                return nodes.Name(normal_name(token.text[1:-1]), token.start)
            case "symbol":
                return self._symbol(token.text)
        raise self._unexpected("a value, a name or '('")

    def _number(self, digits: str, at: int) -> Node:
        try:
            return nodes.Literal(number(digits), at)
        except DecimalException:
            raise FeelSyntaxError(
                "The number is out of range", self._text, at, expected="at most 6,144 digits before the point"
            ) from None

    def _symbol(self, symbol: str) -> Node:
        at = self._scanner.start()
        if symbol == "@":
            self._scanner.advance()
            token = self._scanner.token
            if token.kind != "string":
                raise self._unexpected('a string such as "2026-01-31"')
            text = unescape(self._scanner.advance().text)
            return nodes.Literal(read_temporal(text), at, temporal_text=text)
        if symbol == "{":
            return self._context()
        if symbol in {"(", "[", "]"}:
            return self._bracket(symbol, at)
        raise self._unexpected("a value, a name or '('")

    # Brackets: grouping, lists and ranges

    def _bracket(self, symbol: str, at: int) -> Node:
        self._scanner.advance()
        if symbol == "[" and self._take("]"):
            return nodes.ListLiteral((), at)
        if symbol != "[" and self._take(".."):
            return self._below(at)
        self._open_ranges += 1
        first = self._expression()
        self._open_ranges -= 1
        if self._take(".."):
            return self._range(first, symbol, at)
        if symbol == "(":
            self._require(")")
            return first
        if symbol == "]":
            raise self._unexpected("'..'")
        items = [first]
        while self._take(","):
            items.append(self._expression())
        if not self._take("]"):
            raise self._unexpected("',' or ']'")
        return nodes.ListLiteral(tuple(items), at)

    def _range(self, start: Node, opening: str, at: int) -> Node:
        if self._is(")") or (self._is("[") and self._closes_range() and self._after_bracket().text != "]"):
            self._scanner.advance()
            return nodes.Test(">=" if opening == "[" else ">", start, at)
        end = self._range_end()
        return nodes.RangeLiteral(start, end, opening == "[", self._range_closes(), at)

    def _below(self, at: int) -> Node:
        """Parse the rest of a range without a start."""
        end = self._range_end()
        return nodes.Test("<=" if self._range_closes() else "<", end, at)

    def _range_end(self) -> Node:
        self._open_ranges += 1
        end = self._expression()
        self._open_ranges -= 1
        return end

    def _range_closes(self) -> bool:
        """Take the bracket at the end of a range; returns whether the end belongs to it."""
        token = self._scanner.token
        if token.kind != "symbol" or token.text not in {")", "]", "["}:
            raise self._unexpected("the end of the range: ']', ')' or '['")
        self._scanner.advance()
        return token.text == "]"

    def _context(self) -> Node:
        at = self._scanner.start()
        self._require("{")
        entries: list[tuple[str, Node]] = []
        added: list[str] = []
        for _ in self._listed("}"):
            key = self._key()
            if any(key == other for other, _ in entries):
                raise FeelSyntaxError(f"The key {key!r} appears twice", self._text, self._scanner.start())
            self._require(":")
            entries.append((key, self._entry_value(key)))
            self._names.add(key)
            self._properties.add(key)
            added.append(key)
        for key in added:
            self._names.remove(key)
        return nodes.ContextLiteral(tuple(entries), at)

    def _entry_value(self, key: str) -> Node:
        with self._knowing([key]):  # a function may call itself
            return self._expression()

    def _key(self) -> str:
        token = self._scanner.token
        if token.kind == "string":
            return unescape(self._scanner.advance().text)
        if token.kind == "quoted":
            return normal_name(self._scanner.advance().text[1:-1])
        match = self._scanner.match(_ENTRY_NAME)
        if match is None:
            raise self._unexpected("a key and ':'")
        self._scanner.go_to(match.end())
        return _name(match[1])

    # Words: names and keywords

    def _known_name(self) -> tuple[str, int] | None:
        own = self._longest(self._names, self._properties) if self._filters else self._longest(self._names)
        builtin = self._builtin_name(self._scanner.start())
        return builtin if builtin and (own is None or builtin[1] > own[1]) else own

    def _builtin_name(self, start: int) -> tuple[str, int] | None:
        """Return a built-in with spaces: before '(' always, before ',' or ')' unless it could be a conjunction."""
        known = _BUILTINS.longest(self._text, start)
        if known is None:
            return None
        following = self._text[known[1] :].lstrip()[:1]
        return known if following == "(" or (following in {",", ")"} and " and " not in known[0]) else None

    def _word(self) -> Node:  # noqa: PLR0911 - one answer for each keyword
        token = self._scanner.token
        known = self._known_name()
        if known and known[1] > token.end:
            self._scanner.go_to(known[1])
            return nodes.Name(known[0], token.start)
        match token.text:
            case "true" | "false":
                self._scanner.advance()
                return nodes.Literal(token.text == "true", token.start)
            case "null":
                self._scanner.advance()
                return nodes.Literal(None, token.start)
            case "if":
                return self._if()
            case "for":
                return self._for()
            case "some" | "every":
                return self._quantified(token.text)
            case "function":
                return self._function()
        if token.text in KEYWORDS and token.text not in {"of", "external"}:
            raise self._unexpected("a value, a name or '('")
        self._scanner.advance()
        return nodes.Name(token.text, token.start)

    def _if(self) -> Node:
        at = self._scanner.advance().start
        condition = self._expression()
        self._require("then")
        then = self._expression()
        self._require("else")
        return nodes.If(condition, then, self._expression(), at)

    def _for(self) -> Node:
        at = self._scanner.advance().start
        iterators = self._iterators()
        self._require("return")
        names = [name for name, _ in iterators]
        with self._knowing(names):
            return nodes.For(tuple(iterators), self._expression(), at)

    def _quantified(self, quantifier: str) -> Node:
        at = self._scanner.advance().start
        iterators = self._iterators()
        self._require("satisfies")
        with self._knowing([name for name, _ in iterators]):
            return nodes.Quantified(quantifier, tuple(iterators), self._expression(), at)

    def _iterators(self) -> list[tuple[str, Node]]:
        iterators: list[tuple[str, Node]] = []
        while True:
            match = self._scanner.match(_ITERATOR_NAME)
            if match is None:
                raise self._unexpected("a name and 'in'")
            self._scanner.go_to(match.end())
            with self._knowing([name for name, _ in iterators]):
                iterators.append((_name(match[1]), self._domain()))
            if not self._take(","):
                return iterators

    def _domain(self) -> Node:
        at = self._scanner.start()
        start = self._expression()
        return nodes.Steps(start, self._expression(), at) if self._take("..") else start

    def _function(self) -> Node:
        at = self._scanner.advance().start
        self._require("(")
        parameters: list[tuple[str, FeelType | None]] = []
        for _ in self._listed(")"):
            match = self._scanner.match(_PARAMETER_NAME)
            if match is None:
                raise self._unexpected("a parameter's name")
            self._scanner.go_to(match.end())
            parameters.append((_name(match[1]), self._type() if self._take(":") else None))
        result = self._type() if self._take(":") else None
        external = self._take("external")
        with self._knowing([name for name, _ in parameters]):
            return nodes.FunctionDefinition(tuple(parameters), self._expression(), external, result, at)

    # Types

    def _type(self) -> FeelType:
        with self._level():
            token = self._scanner.token
            known = self._longest(self._type_names, _OWN_TYPES)
            plain = self._scanner.match(_QUALIFIED_NAME)
            if known and (plain is None or known[1] > plain.end()):
                name, end = known
            elif plain:
                name, end = plain[0], plain.end()
            else:
                raise self._unexpected("a type")
            if name not in self._types and name not in SIMPLE_TYPES:
                raise FeelSyntaxError(
                    f"There is no type {name!r}",
                    self._text,
                    token.start,
                    expected="a type such as number, string, boolean, date, list<number> or context<a: string>",
                )
            self._scanner.go_to(end)
            if name in {"list", "range", "context", "function"} and name not in self._types and self._take("<"):
                return self._generic(name)
            return self._types[name] if name in self._types else SIMPLE_TYPES[name]

    def _generic(self, name: str) -> FeelType:
        if name in {"list", "range"}:
            inner = self._type()
            self._close_generic()
            return ListOf(inner) if name == "list" else RangeOf(inner)
        if name == "context":
            return self._context_type()
        parameters: list[FeelType] = []
        while not self._is(">"):
            parameters.append(self._type())
            if not self._take(","):
                break
        self._close_generic()
        result = self._type() if self._take("->") else ANY
        return FunctionOf(tuple(parameters), result)

    def _context_type(self) -> FeelType:
        entries: dict[str, FeelType] = {}
        while not self._is(">"):
            key = self._key()
            self._require(":")
            entries[key] = self._type()
            if not self._take(","):
                break
        self._close_generic()
        return ContextOf(entries)

    def _close_generic(self) -> None:
        # Not a token: two of them may stand together, or before '='.
        start = self._scanner.start()
        if not self._text.startswith(">", start):
            raise self._unexpected("'>'")
        self._scanner.go_to(start + 1)

    # Tests

    def _in_tests(self) -> tuple[Node, ...]:
        at = self._scanner.start()
        if not self._take("("):
            return (self._compared() or self._operators(_OPERAND_LEVEL),)
        with self._level():
            if self._take(".."):
                return (self._below(at),)
            first = self._expression()
            if self._take(".."):
                target = self._range(first, "(", at)
            else:
                tests = [first]
                while self._take(","):
                    tests.append(self._expression())
                self._require(")")
                if len(tests) > 1 or isinstance(first, nodes.Test):
                    return tuple(tests)
                target = first
        # No list of tests but an operand that begins with a bracket: (1 + 2) * 3, or a range.
        return (self._operators_from(self._postfix_from(target), _OPERAND_LEVEL),)

    def _unary_tests(self) -> nodes.UnaryTests:
        if self._is("-"):
            position = self._scanner.position
            self._scanner.advance()
            if self._scanner.token.kind == "end":
                return nodes.UnaryTests(None)
            self._scanner.go_to(position)
        if self._is("not"):
            negated = self._negated_tests()
            if negated is not None:
                return negated
        return nodes.UnaryTests(self._tests())

    def _negated_tests(self) -> nodes.UnaryTests | None:
        position = self._scanner.position
        self._scanner.advance()
        if self._take("("):
            tests = self._tests()
            if self._take(")") and self._scanner.token.kind == "end":
                return nodes.UnaryTests(tests, negated=True)
        self._scanner.go_to(position)
        return None

    def _tests(self) -> tuple[Node, ...]:
        tests = [self._expression()]
        while self._take(","):
            tests.append(self._expression())
        return tuple(tests)


def _name(text: str) -> str:
    """Return a name as it stood between other tokens: comments are none of it."""
    return normal_name(_COMMENT.sub(" ", text))
