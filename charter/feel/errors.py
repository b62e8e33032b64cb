"""What can go wrong with an expression as a whole; everything else is null with a warning."""

from __future__ import annotations


class FeelError(Exception):
    """An expression that cannot be compiled or was stopped."""


class FeelSyntaxError(FeelError):
    """The text is not FEEL.

    Attributes:
        message: what is wrong, in one sentence.
        position: offset of the place in the text, from 0.
        line, column: the same place, from 1.
        expected: what could stand there instead; may be empty.
        hint: what to do about it; may be empty.
    """

    def __init__(self, message: str, text: str, position: int, *, expected: str = "", hint: str = "") -> None:
        position = min(position, len(text))
        self.message = message
        self.position = position
        self.line = text.count("\n", 0, position) + 1
        self.column = position - (text.rfind("\n", 0, position) + 1) + 1
        self.expected = expected
        self.hint = hint
        parts = [f"Line {self.line}, column {self.column}: {message}"]
        parts += [f"expected {expected}"] if expected else []
        super().__init__("; ".join(parts) + "." + (f" {hint}" if hint else ""))


class FeelAssertionFailed(FeelError):
    """The function ``assert`` found its condition not fulfilled; the text is the cause it was given."""


class FeelLimitExceeded(FeelError):
    """An expression was stopped because it wanted too much.

    Attributes:
        limit: name of the field of :class:`charter.feel.limits.Limits` that was reached.
        allowed: its value.
    """

    def __init__(self, limit: str, allowed: int, doing: str = "") -> None:
        self.limit = limit
        self.allowed = allowed
        where = f" in {doing}" if doing else ""
        super().__init__(
            f"The expression needs more than {allowed:,} {limit.replace('_', ' ')}{where}; it was stopped."
        )
