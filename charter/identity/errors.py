"""Refusals of identity."""

from charter.core.errors import CharterError


class Unauthenticated(CharterError):
    status, code, title = 401, "identity.unauthenticated", "Not signed in"


class SignInRefused(CharterError):
    status, code, title = 401, "identity.sign-in-refused", "Sign-in refused"


class TooManyAttempts(CharterError):
    status, code, title = 429, "identity.too-many-attempts", "Too many attempts"


class SetupTokenWrong(CharterError):
    status, code, title = 403, "identity.setup-token-wrong", "Setup token is wrong"


class SetUpAlready(CharterError):
    status, code, title = 409, "identity.set-up-already", "Charter is set up already"


class PasswordTooWeak(CharterError):
    status, code, title = 422, "identity.password-too-weak", "Password is too weak"


class ApiKeyNotFound(CharterError):
    status, code, title = 404, "identity.api-key-not-found", "API key not found"


class ApiKeyRevoked(CharterError):
    status, code, title = 409, "identity.api-key-revoked", "API key was revoked"


class MemberNotFound(CharterError):
    status, code, title = 404, "identity.member-not-found", "Member not found"


class MemberExists(CharterError):
    status, code, title = 409, "identity.member-exists", "Already a member"


class LastOwner(CharterError):
    status, code, title = 409, "identity.last-owner", "A tenant keeps at least one owner"


class PrincipalNotFound(CharterError):
    status, code, title = 404, "identity.principal-not-found", "No such user or key"
