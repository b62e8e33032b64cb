"""The one error family of Charter, rendered as RFC 9457 problem details.

A refusal that a caller can meet is a subclass of :class:`CharterError` in its room's ``errors.py``. ``code`` is a
promise to clients and never changes; ``detail`` is for the person who reads it and says what to do next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NotRequired, TypedDict

if TYPE_CHECKING:  # the supervisor raises these errors and does without Pydantic
    from pydantic import JsonValue


class FieldProblem(TypedDict):
    """One wrong field of an input.

    ``path`` is a JSON Pointer (RFC 6901) into the body, or ``query.NAME`` / ``header.NAME`` for other parts.
    """

    path: str
    message: str
    suggestion: NotRequired[str]


class CharterError(Exception):
    """A refusal or failure that Charter expects and can explain.

    Args:
        detail: what is wrong in this case and what to do about it.
        fields: the fields of the input that are wrong, if any.
        retry_after_s: seconds after which the same request may succeed, if known.
        members: further typed members of the problem document, named in snake case.

    Attributes:
        audited: True once an entry of the audit log tells of this refusal.
        own_words: its detail is Charter's own, with nothing in it that a tool, a server or a model wrote.
    """

    own_words: ClassVar[bool] = False
    status: ClassVar[int] = 500
    code: ClassVar[str] = "core.internal"
    title: ClassVar[str] = "Internal error"

    def __init__(
        self,
        detail: str,
        *,
        fields: list[FieldProblem] | None = None,
        retry_after_s: float | None = None,
        **members: JsonValue,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fields = fields or []
        self.retry_after_s = retry_after_s
        self.members = members
        self.audited = False

    def problem(self) -> dict[str, JsonValue]:
        """Return the RFC 9457 document without ``instance`` and ``request_id``, which the edge adds."""
        document: dict[str, JsonValue] = {
            "type": f"/problems/{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        if self.fields:
            errors: list[JsonValue] = [{name: str(value) for name, value in field.items()} for field in self.fields]
            document["errors"] = errors
        if self.retry_after_s is not None:
            document["retry_after_s"] = self.retry_after_s
        return document | self.members


class SecondFactorRequired(CharterError):
    """The tenant requires a second factor of those who sign in with a password, and the caller has none."""

    status, code, title = 403, "core.second-factor-required", "Enrol a second factor first"

    def __init__(self) -> None:
        super().__init__(
            "Your organisation requires a second factor and you have none: enrol an authenticator app "
            "(POST /v1/second-factor) or a passkey (POST /v1/passkeys/options). Nothing else works before."
        )


class InputInvalid(CharterError):
    """The request is malformed: its fields say where."""

    status, code, title = 422, "core.input-invalid", "Input is not valid"


class NotFound(CharterError):
    """No such thing in this tenant (or it belongs to another one: the answer is the same)."""

    status, code, title = 404, "core.not-found", "Not found"


class Conflict(CharterError):
    """The request does not fit the present state."""

    status, code, title = 409, "core.conflict", "Conflict with the present state"


class Unavailable(CharterError):
    """A part that is needed does not answer now."""

    status, code, title = 503, "core.unavailable", "A part that is needed is not available"


class StartRefused(CharterError):
    """Charter will not start like this; the detail is one line with the reason and the fix."""

    status, code, title = 503, "core.start-refused", "Charter will not start like this"
