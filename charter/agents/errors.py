"""Refusals of agents."""

from charter.core.errors import CharterError


class AgentNotFound(CharterError):
    """No such agent in this tenant."""

    status, code, title = 404, "agents.not-found", "Agent not found"


class AgentVersionNotFound(CharterError):
    """The agent has no version of this number."""

    status, code, title = 404, "agents.version-not-found", "Agent version not found"


class AgentNotPublished(CharterError):
    """The agent has no published version, so nobody can run it."""

    status, code, title = 409, "agents.not-published", "Agent is not published"


class AgentSlugTaken(CharterError):
    """Another agent of this tenant has this slug."""

    status, code, title = 409, "agents.slug-taken", "Agent slug is taken"


class AgentVersionNotDraft(CharterError):
    """A published or retired version is frozen."""

    status, code, title = 409, "agents.version-not-draft", "Agent version is not a draft"


class AgentDefinitionInvalid(CharterError):
    """The definition breaks a rule; its fields say where."""

    status, code, title = 422, "agents.definition-invalid", "Agent definition is not valid"


class AgentTemplateNotFound(CharterError):
    """There is no agent template of this name."""

    status, code, title = 404, "agents.template-not-found", "Agent template not found"


class NothingToRollBackTo(CharterError):
    """No earlier version was ever published."""

    status, code, title = 409, "agents.nothing-to-roll-back-to", "Nothing to roll back to"


class AgentFileInvalid(CharterError):
    """The file is not an agent's YAML."""

    status, code, title = 422, "agents.file-invalid", "Agent file is not valid"
