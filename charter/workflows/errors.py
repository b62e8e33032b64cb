"""The room's refusals."""

from __future__ import annotations

from charter.core.errors import CharterError


class ModelNotDeployable(CharterError):
    """The files have findings that are errors; nothing was deployed."""

    status, code, title = 422, "workflows.model-not-deployable", "Model cannot be deployed"


class LayoutNotPossible(CharterError):
    """The file cannot be given a diagram."""

    status, code, title = 422, "workflows.layout-not-possible", "Layout is not possible"


class WorkflowDefinitionNotFound(CharterError):
    """No such definition in this tenant."""

    status, code, title = 404, "workflows.definition-not-found", "Workflow definition not found"


class ProcessInstanceNotFound(CharterError):
    """No such instance in this tenant."""

    status, code, title = 404, "workflows.instance-not-found", "Process instance not found"


class WorkflowJobNotFound(CharterError):
    """The job is done, cancelled, or was never there."""

    status, code, title = 404, "workflows.job-not-found", "Job not found"


class UserTaskNotFound(CharterError):
    """The task is done, cancelled, or was never there."""

    status, code, title = 404, "workflows.user-task-not-found", "User task not found"


class IncidentNotFound(CharterError):
    """No such open incident in this tenant."""

    status, code, title = 404, "workflows.incident-not-found", "Incident not found"


class CommandNotPossible(CharterError):
    """The instance is not in a state for this."""

    status, code, title = 409, "workflows.not-possible", "Not possible in the present state"


class VariablesTooLarge(CharterError):
    """More bytes of variables at once than an instance takes."""

    status, code, title = 413, "workflows.variables-too-large", "Variables are too large"


class DefinitionInUse(CharterError):
    """Instances of the definition are still active."""

    status, code, title = 409, "workflows.definition-in-use", "Workflow definition is in use"
