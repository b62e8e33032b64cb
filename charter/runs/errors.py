"""Refusals and failures of runs."""

from charter.core.errors import CharterError


class RunNotFound(CharterError):
    """No such run in this tenant, or it is somebody else's and you may only see your own."""

    status, code, title = 404, "runs.not-found", "Run not found"


class ConversationNotFound(CharterError):
    """No such conversation in this tenant, or it is somebody else's."""

    status, code, title = 404, "runs.conversation-not-found", "Conversation not found"


class ConversationOfOtherAgent(CharterError):
    """A conversation belongs to one agent."""

    status, code, title = 409, "runs.conversation-of-other-agent", "Conversation belongs to another agent"


class RunStateConflict(CharterError):
    """The run is not in a state in which this can be done."""

    status, code, title = 409, "runs.state-conflict", "Run is not in the right state"


class RunLimitExceeded(CharterError):
    """The run reached one of its limits; ``limit`` names it, ``used`` and ``allowed`` say how much."""

    status, code, title = 429, "runs.limit-exceeded", "Run limit exceeded"


class RunCrashedRepeatedly(CharterError):
    """The process that ran it was lost again and again; the run was given up to protect the others."""

    status, code, title = 500, "runs.crashed-repeatedly", "Run crashed repeatedly"


class RunFailedInside(CharterError):
    """Something unexpected inside Charter; the log has the cause under the run's id."""

    status, code, title = 500, "runs.failed-inside", "Run failed inside Charter"


class HandOffTooDeep(CharterError):
    """Agents handed the work on and on."""

    status, code, title = 409, "runs.hand-off-too-deep", "Too many hand-offs"
