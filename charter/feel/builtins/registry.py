"""Finds built-in functions, fits arguments to their signatures and turns their failures into null."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import DecimalException

from charter.feel.builtins.signatures import SIGNATURES
from charter.feel.run import Run, Value, WarningCode
from charter.feel.temporal.values import OutOfCalendar
from charter.feel.types import SIMPLE_TYPES, FeelType, accepts
from charter.feel.values import BuiltinValue, NotComparable, kind_of

Implementation = Callable[..., Value]
Invoke = Callable[[Run, list[Value]], Value]


class Refused(Exception):
    """A built-in has no answer for these arguments; the text says why."""


class _Misfit(Exception):
    """An argument is of the wrong type."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a signature."""

    name: str
    kinds: frozenset[str]
    optional: bool
    variadic: bool

    def fit(self, value: Value) -> Value:
        """Return the argument, converted from or to a list of one if that helps.

        Raises:
            _Misfit: it is of another type.
        """
        if not self.kinds or kind_of(value) in self.kinds:
            return value
        if type(value) is list and len(value) == 1 and kind_of(value[0]) in self.kinds:
            return value[0]
        if "list" in self.kinds and value is not None:
            return [value]
        raise _Misfit(f"{self.name} must be {' or '.join(sorted(self.kinds))}, not {kind_of(value)}")

    def takes_type(self, given: FeelType) -> bool:
        """Whether every value of a type is of a right kind."""
        return not self.kinds or any(accepts(SIMPLE_TYPES[kind], given) for kind in self.kinds if kind != "null")


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a built-in."""

    parameters: tuple[Parameter, ...]
    implementation: Implementation

    @property
    def required(self) -> int:
        return sum(not (parameter.optional or parameter.variadic) for parameter in self.parameters)

    def takes(self, count: int) -> bool:
        """Whether it can be called with that many arguments."""
        if self.parameters and self.parameters[-1].variadic:
            return count >= max(self.required, 1)
        return self.required <= count <= len(self.parameters)

    def takes_names(self, names: Sequence[str]) -> bool:
        """Whether it can be called with arguments of these names."""
        return set(names) <= {parameter.name for parameter in self.parameters if not parameter.variadic}

    def takes_types(self, types: tuple[FeelType, ...]) -> bool:
        """Whether arguments of these types fit; there are not too few or many."""
        last = len(self.parameters) - 1
        return all(self.parameters[min(i, last)].takes_type(wanted) for i, wanted in enumerate(types))

    def fit(self, arguments: list[Value]) -> list[Value]:
        """Return the arguments as the implementation takes them."""
        parameters = self.parameters
        if parameters and parameters[-1].variadic:
            fixed = len(parameters) - 1
            fitted = [parameter.fit(value) for parameter, value in zip(parameters, arguments[:fixed], strict=False)]
            return [*fitted, [parameters[-1].fit(value) for value in arguments[fixed:]]]
        return [parameter.fit(value) for parameter, value in zip(parameters, arguments, strict=False)]


class Builtin:
    """A function that FEEL brings, with all its signatures."""

    def __init__(self, name: str, signatures: tuple[Signature, ...]) -> None:
        self.name = name
        self._signatures = signatures
        self._value: BuiltinValue | None = None

    def caller(self, count: int, at: int) -> Invoke:
        """Return what calls it with that many arguments."""
        return self._invoke([signature for signature in self._signatures if signature.takes(count)], at)

    def named_caller(self, names: Sequence[str], at: int) -> Invoke:
        """Return what calls it with arguments of these names, in this order."""
        candidates = [signature for signature in self._signatures if signature.takes_names(names)]
        if not candidates or len(set(names)) < len(names):
            return self._invoke([], at)
        callers = [self._reordered(signature, names, at) for signature in candidates]

        def invoke(run: Run, arguments: list[Value]) -> Value:
            for caller, signature in zip(callers[:-1], candidates, strict=False):
                if _fits(signature, names, arguments):
                    return caller(run, arguments)
            return callers[-1](run, arguments)

        return invoke

    def _reordered(self, signature: Signature, names: Sequence[str], at: int) -> Invoke:
        """Return what calls one signature; parameters not given are null, optional ones at the end are left out."""
        places = [names.index(p.name) if p.name in names else None for p in signature.parameters if not p.variadic]
        while len(places) > signature.required and places[-1] is None:
            places.pop()
        inner = self._invoke([signature], at)
        return lambda run, arguments: inner(run, [None if i is None else arguments[i] for i in places])

    def _invoke(self, signatures: list[Signature], at: int) -> Invoke:
        name = self.name

        def invoke(run: Run, arguments: list[Value]) -> Value:
            reason = "there is no such list of parameters"
            run.spend(3 + sum(len(value) >> 6 for value in arguments if type(value) is str))
            for signature in signatures:
                try:
                    return signature.implementation(run, *signature.fit(arguments))
                except _Misfit as misfit:
                    reason = str(misfit)
                except Refused as refused:
                    reason = str(refused)
                    break
                except (DecimalException, OverflowError, ZeroDivisionError):
                    reason = "the result is no number"
                    break
                except OutOfCalendar as error:
                    reason = f"the calendar does not have {error}"
                    break
                except NotComparable:
                    reason = "the values cannot be compared"
                    break
            run.warn(WarningCode.FUNCTION_INVOCATION_FAILURE, f"{name}: {reason}", at)
            return None

        return invoke

    def as_value(self) -> BuiltinValue:
        """Return the function as a value, to be passed on."""
        if self._value is None:
            longest = max(self._signatures, key=lambda signature: signature.required)
            names = tuple(parameter.name for parameter in longest.parameters)
            self._value = BuiltinValue(self.name, names, self._call, self._call_named, self._takes)
        return self._value

    def _takes(self, types: tuple[FeelType, ...]) -> bool:
        """Whether there is a signature for arguments of these types."""
        return any(s.takes(len(types)) and s.takes_types(types) for s in self._signatures)

    def _call(self, run: Run, arguments: list[Value]) -> Value:
        return self.caller(len(arguments), -1)(run, arguments)

    def _call_named(self, run: Run, arguments: dict[str, Value]) -> Value:
        return self.named_caller(list(arguments), -1)(run, list(arguments.values()))


def _fits(signature: Signature, names: Sequence[str], arguments: list[Value]) -> bool:
    given = dict(zip(names, arguments, strict=True))
    try:
        for parameter in signature.parameters:
            if parameter.name in given:
                parameter.fit(given[parameter.name])
    except _Misfit:
        return False
    return True


def _parameter(text: str) -> Parameter:
    name, _, kinds = text.partition(":")
    name = name.strip()
    accepted = frozenset() if kinds.strip() == "any" else frozenset(kind.strip() for kind in kinds.split("|"))
    return Parameter(name.rstrip("?."), accepted, optional=name.endswith("?"), variadic=name.endswith("..."))


def _parameters(text: str) -> tuple[Parameter, ...]:
    return tuple(_parameter(part) for part in text.split(", ")) if text else ()


_IMPLEMENTATIONS: dict[str, dict[int | None, Implementation]] = {}


def implements(name: str, *, signature: int | None = None) -> Callable[[Implementation], Implementation]:
    """Declare a function to be a built-in, or one signature of it."""

    def register(function: Implementation) -> Implementation:
        _IMPLEMENTATIONS.setdefault(name, {})[signature] = function
        return function

    return register


def assemble() -> dict[str, Builtin]:
    """Return all built-ins; the modules with the functions must have been imported."""
    builtins = {}
    for name, texts in SIGNATURES.items():
        own = _IMPLEMENTATIONS[name]
        signatures = [Signature(_parameters(text), own.get(i) or own[None]) for i, text in enumerate(texts)]
        builtins[name] = Builtin(name, tuple(signatures))
    return builtins
