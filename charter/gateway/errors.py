"""Refusals of the MCP gateway."""

from __future__ import annotations

from charter.core.errors import CharterError


class VirtualServerNotFound(CharterError):
    """There is no such virtual server in this tenant."""

    status, code, title = 404, "gateway.virtual-server-not-found", "Virtual MCP server not found"


class VirtualServerNameTaken(CharterError):
    """A virtual server of this tenant has the name."""

    status, code, title = 409, "gateway.name-taken", "Name of the virtual MCP server is taken"


class NothingOfThatName(CharterError):
    """A virtual server is to offer what there is not; the fields say what."""

    status, code, title = 422, "gateway.nothing-of-that-name", "Virtual MCP server would offer what there is not"


class HostRefused(CharterError):
    """The request names a host that this installation is not known as: DNS rebinding looks like this."""

    status, code, title = 421, "gateway.host-refused", "Request is for another host"


class OriginRefused(CharterError):
    """A web page of an origin that is not allowed sends the request."""

    status, code, title = 403, "gateway.origin-refused", "Pages of this origin may not use the MCP gateway"


class CallStateRefused(CharterError):
    """A call comes back with a state that was not made for it, has run out, or was used before."""

    own_words = True
    status, code, title = 400, "gateway.call-state-refused", "State does not belong to this call"


class CallAnswerInvalid(CharterError):
    """A call comes back with an answer that its question did not ask for; the fields say where."""

    status, code, title = 422, "gateway.answer-invalid", "Answer is not as the question wants it"


class TooManyQuestions(CharterError):
    """A tool goes on asking."""

    own_words = True
    status, code, title = 409, "gateway.too-many-questions", "Tool asks too many questions"


class QuestionTooLarge(CharterError):
    """A tool's question, with what it needs to go on, is more than a client is given."""

    own_words = True
    status, code, title = 502, "gateway.question-too-large", "Tool's question is too large"
