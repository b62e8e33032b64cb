"""The types of a model: item definitions as FEEL types, with the constraints that FEEL types do not carry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from charter.core.findings import Finding, Severity
from charter.dmn.elements import Definitions, ItemDefinition
from charter.feel.errors import FeelSyntaxError
from charter.feel.expression import UnaryTests, compile_unary_tests
from charter.feel.run import Run, Value, WarningCode
from charter.feel.temporal.reading import read_date, read_date_time, read_duration, read_time
from charter.feel.types import ANY, SIMPLE_TYPES, ContextOf, FeelType, FunctionOf, ListOf, Simple, coerce, type_text
from charter.feel.values import kind_of, text

_READERS: dict[str, Callable[[str], Value]] = {
    "date": read_date,
    "time": read_time,
    "date and time": read_date_time,
    "days and time duration": read_duration,
    "years and months duration": read_duration,
}
Check = Callable[[Run, Value], bool]


@dataclass(frozen=True, slots=True)
class ItemType:
    """A type with what its values must fulfil."""

    feel: FeelType
    check: Check | None = None


class TypeLibrary:
    """All types that a model can name.

    Args:
        imported: the names of the imports and the libraries of the imported models.
    """

    def __init__(self, definitions: Definitions, imported: Sequence[tuple[str, TypeLibrary]]) -> None:
        self.findings: list[Finding] = []
        self._definitions = {item.name: item for item in definitions.items}
        self._imported = imported
        self._types: dict[str, ItemType] = {}
        self._contexts: dict[int, ContextOf] = {}
        self._open: list[str] = []
        self._missing: set[str] = set()
        for item in definitions.items:
            self._types[item.name] = self._named(item.name)

    @property
    def by_name(self) -> dict[str, FeelType]:
        """The types as ``instance of`` may name them."""
        own = {name: item.feel for name, item in self._types.items()}
        for alias, library in self._imported:
            own.update({f"{alias}.{name}" if alias else name: item for name, item in library.by_name.items()})
        return own

    @property
    def component_names(self) -> frozenset[str]:
        """The names of all entries of all types."""
        own = {name for item in self._definitions.values() for name in _component_names(item)}
        return frozenset(own.union(*(library.component_names for _, library in self._imported)))

    def values_of(self, type_ref: str) -> str:
        """Return the text of a type's allowed values; empty if there are none."""
        item = self._definitions.get(type_ref)
        return item.constraint if item else ""

    def resolve(self, type_ref: str, element: str = "", line: int = 0) -> ItemType:
        """Return a type by its name; a type that does not exist is ``Any`` and a finding."""
        found = self._find(type_ref)
        if found is None and ":" in type_ref:
            found = self._find(type_ref.partition(":")[2])
        if found is None:
            self._unknown(type_ref, element, line)
            return ItemType(ANY)
        return found

    def _find(self, type_ref: str) -> ItemType | None:
        if not type_ref:
            return ItemType(ANY)
        if type_ref in self._definitions:
            return self._named(type_ref)
        if type_ref in SIMPLE_TYPES:
            return ItemType(SIMPLE_TYPES[type_ref])
        for alias, library in self._imported:
            prefix = f"{alias}." if alias else ""
            if type_ref.startswith(prefix):
                found = library._find(type_ref.removeprefix(prefix))  # noqa: SLF001 - another of the same class
                if found:
                    return found
        return None

    def _unknown(self, type_ref: str, element: str, line: int) -> None:
        if type_ref not in self._missing:
            self._missing.add(type_ref)
            message = f"There is no type {type_ref!r}."
            fix = "Define it, import the model that does, or use one of FEEL's own types."
            self.findings.append(Finding("dmn.unknown-type", Severity.ERROR, element, line, message, fix))

    def _named(self, name: str) -> ItemType:
        if name in self._types:
            return self._types[name]
        item = self._definitions[name]
        if name in self._open:
            if item.components:  # a tree: its own type is among its parts
                inner = self._context(item)
                return ItemType(ListOf(inner) if item.is_collection else inner)
            chain = " → ".join([*self._open[self._open.index(name) :], name])
            message, fix = f"The type is defined by itself: {chain}.", "Give one of them a type of FEEL's own."
            self.findings.append(Finding("dmn.cycle", Severity.ERROR, name, item.line, message, fix))
            return ItemType(ANY)
        self._open.append(name)
        built = self._build(item)
        self._open.pop()
        self._types[name] = built
        return built

    def _context(self, item: ItemDefinition) -> ContextOf:
        return self._contexts.setdefault(id(item), ContextOf({}))

    def _build(self, item: ItemDefinition) -> ItemType:
        checks: list[Check] = []
        base = self._base(item, checks)
        if item.constraint:
            checks.append(self._constraint(item, item.constraint))
        if item.is_collection:
            base, checks = ListOf(base), [_each(checks)] if checks else []
        if item.whole_constraint:
            checks.append(self._constraint(item, item.whole_constraint))
        return ItemType(base, _all(checks) if checks else None)

    def _base(self, item: ItemDefinition, checks: list[Check]) -> FeelType:
        if item.components:
            context = self._context(item)
            parts = {component.name: self._build(component) for component in item.components}
            context.entries.update({name: part.feel for name, part in parts.items()})  # type: ignore[attr-defined]
            checks.extend(_entry(name, part.check) for name, part in parts.items() if part.check)
            return context
        if item.function:
            parameters, result = item.function
            types = tuple(self.resolve(parameter.type_ref, item.name, item.line).feel for parameter in parameters)
            return FunctionOf(types, self.resolve(result, item.name, item.line).feel)
        base = self.resolve(item.type_ref, item.name, item.line)
        if base.check:
            checks.append(base.check)
        return base.feel

    def _constraint(self, item: ItemDefinition, source: str) -> Check:
        try:
            tests = compile_unary_tests(source, properties=self.component_names)
        except FeelSyntaxError as error:
            fix = 'Write tests such as "a", "b" or [1..10].'
            self.findings.append(
                Finding("dmn.feel-syntax", Severity.ERROR, item.name, item.line, f"Allowed values: {error}", fix)
            )
            return lambda _run, _value: True
        return _passes(tests)


def fit(run: Run, value: Value, wanted: ItemType, what: str) -> Value:
    """Return a value that has the type, converted if that is allowed; otherwise null, with a warning."""
    fitted, fits = coerce(run, value, wanted.feel)
    if not fits:
        run.warn(WarningCode.INVALID_TYPE, f"{what} must be {type_text(wanted.feel)}, not {kind_of(value)}")
        return None
    if fitted is not None and wanted.check and not wanted.check(run, fitted):
        run.warn(WarningCode.OUT_OF_BOUNDS, f"{what} must not be {text(run, fitted)[:200]}")
        return None
    return fitted


def from_text(value: Value, wanted: FeelType) -> Value:
    """Return temporal values where their type is wanted and their text is given: JSON has no other way to say them."""
    match wanted:
        case Simple(name) if type(value) is str and name in _READERS:
            read = _READERS[name](value)
            return value if read is None else read
        case ListOf(items) if type(value) is list:
            return [from_text(item, items) for item in value]
        case ContextOf(entries) if type(value) is dict:
            return {key: from_text(item, entries[key]) if key in entries else item for key, item in value.items()}
    return value


def _passes(tests: UnaryTests) -> Check:
    return lambda run, value: value is None or tests.passes_in(run, value) is True


def _each(checks: list[Check]) -> Check:
    return lambda run, items: all(check(run, item) for item in items if item is not None for check in checks)


def _all(checks: list[Check]) -> Check:
    return lambda run, value: all(check(run, value) for check in checks)


def _entry(name: str, check: Check) -> Check:
    def entry(run: Run, value: Value) -> bool:
        return type(value) is not dict or value.get(name) is None or check(run, value[name])

    return entry


def _component_names(item: ItemDefinition) -> Iterator[str]:
    for component in item.components:
        yield component.name
        yield from _component_names(component)
