"""How a command or a step can fail."""

from __future__ import annotations

from enum import StrEnum


class IncidentType(StrEnum):
    """Why an element instance needs a person; the names are Camunda 8's."""

    IO_MAPPING_ERROR = "IO_MAPPING_ERROR"
    JOB_NO_RETRIES = "JOB_NO_RETRIES"
    CONDITION_ERROR = "CONDITION_ERROR"
    EXTRACT_VALUE_ERROR = "EXTRACT_VALUE_ERROR"
    CALLED_ELEMENT_ERROR = "CALLED_ELEMENT_ERROR"
    CALLED_DECISION_ERROR = "CALLED_DECISION_ERROR"
    DECISION_EVALUATION_ERROR = "DECISION_EVALUATION_ERROR"
    UNHANDLED_ERROR_EVENT = "UNHANDLED_ERROR_EVENT"
    FORM_NOT_FOUND = "FORM_NOT_FOUND"
    MESSAGE_SIZE_EXCEEDED = "MESSAGE_SIZE_EXCEEDED"
    AD_HOC_SUB_PROCESS_NO_ACTIVE_ELEMENT = "AD_HOC_SUB_PROCESS_NO_ACTIVE_ELEMENT"


class CommandRejected(Exception):
    """The command does not fit the instance's state; nothing was changed.

    Attributes:
        reason: ``not-found``, ``invalid-state`` or ``invalid-argument``.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason, self.message = reason, message


class Stuck(Exception):
    """A step cannot be done until somebody changes something: it becomes an incident."""

    def __init__(self, type_: IncidentType, message: str) -> None:
        super().__init__(message)
        self.type, self.message = type_, message


class EvaluationFailed(Exception):
    """An expression could not be evaluated: bad syntax, a limit, a failed assertion."""
