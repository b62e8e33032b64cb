"""Refusals of access."""

from charter.core.errors import CharterError


class Forbidden(CharterError):
    status, code, title = 403, "access.forbidden", "Not permitted"


class RoleTooHigh(CharterError):
    """Nobody gives away, or takes from another, what they do not have."""

    status, code, title = 403, "access.role-too-high", "Role is higher than your own"


class RoleNotFound(CharterError):
    status, code, title = 404, "access.role-not-found", "Role not found"


class RoleNameTaken(CharterError):
    status, code, title = 409, "access.role-name-taken", "Role name is taken"


class RoleBuiltIn(CharterError):
    status, code, title = 409, "access.role-built-in", "Role is built in"


class RoleInUse(CharterError):
    status, code, title = 409, "access.role-in-use", "Role is in use"


class TeamNotFound(CharterError):
    status, code, title = 404, "access.team-not-found", "Team not found"


class TeamNameTaken(CharterError):
    status, code, title = 409, "access.team-name-taken", "Team name is taken"


class SubjectNotFound(CharterError):
    """The user, key, team or object that a rule is to be about."""

    status, code, title = 404, "access.subject-not-found", "No such user, key, team or object"


class AssignmentNotFound(CharterError):
    status, code, title = 404, "access.assignment-not-found", "Role assignment not found"


class RuleNotFound(CharterError):
    status, code, title = 404, "access.rule-not-found", "Permission rule not found"


class RuleExists(CharterError):
    status, code, title = 409, "access.rule-exists", "Permission rule or assignment exists"
