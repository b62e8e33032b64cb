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


class ServiceAccountNotFound(CharterError):
    status, code, title = 404, "identity.service-account-not-found", "Service account not found"


class ServiceAccountNameTaken(CharterError):
    status, code, title = 409, "identity.service-account-name-taken", "Service account name is taken"


class MemberNotFound(CharterError):
    status, code, title = 404, "identity.member-not-found", "Member not found"


class MemberExists(CharterError):
    status, code, title = 409, "identity.member-exists", "Already a member"


class InvitationNotFound(CharterError):
    status, code, title = 404, "identity.invitation-not-found", "Invitation not found"


class InvitationClosed(CharterError):
    """It was accepted or revoked: what is over is not sent again."""

    status, code, title = 409, "identity.invitation-closed", "Invitation is over"


class InvitationGone(CharterError):
    """The token was used, has expired, was revoked, or never was one; the answer does not say which."""

    status, code, title = 410, "identity.invitation-gone", "Invitation is not valid any more"


class UserSessionNotFound(CharterError):
    status, code, title = 404, "identity.session-not-found", "Session not found"


class NoLocalAccount(CharterError):
    """Passwords and second factors are of people with an account here; others sign in through their provider."""

    status, code, title = 409, "identity.no-local-account", "No local account"


class PasswordWrong(CharterError):
    status, code, title = 403, "identity.password-wrong", "Password is wrong"


class PasswordResetGone(CharterError):
    """The token was used, has expired, or never was one; the answer does not say which."""

    status, code, title = 410, "identity.password-reset-gone", "Reset link is not valid any more"


class AccountElsewhere(CharterError):
    """Who administers one tenant does not decide over an account that other tenants trust as well."""

    status, code, title = 409, "identity.account-elsewhere", "Account belongs to other tenants too"


class SecondFactorNeeded(CharterError):
    """The password was right; ``challenge`` goes with a code to ``POST /v1/session/second-factor``."""

    status, code, title = 401, "identity.second-factor-needed", "A code is needed as well"


class SecondFactorWrong(CharterError):
    status, code, title = 403, "identity.second-factor-wrong", "Code is wrong"


class SecondFactorState(CharterError):
    status, code, title = 409, "identity.second-factor-state", "Does not fit the state of the second factor"


class PasskeysUnavailable(CharterError):
    status, code, title = 409, "identity.passkeys-unavailable", "Passkeys need a host name"


class PasskeyRefused(CharterError):
    """The answer of the authenticator is not one to what was asked here and now, or is another site's."""

    status, code, title = 403, "identity.passkey-refused", "Passkey refused"


class PasskeyNotFound(CharterError):
    status, code, title = 404, "identity.passkey-not-found", "Passkey not found"


class TooManyPasskeys(CharterError):
    status, code, title = 409, "identity.too-many-passkeys", "Too many passkeys"


class OwnSecondFactorMissing(CharterError):
    """Whoever requires a second factor of everybody has one: else the next request could only enrol it."""

    status, code, title = 409, "identity.own-second-factor-missing", "You have no second factor yourself"


class LastOwner(CharterError):
    status, code, title = 409, "identity.last-owner", "A tenant keeps at least one owner"


class PrincipalNotFound(CharterError):
    status, code, title = 404, "identity.principal-not-found", "No such user or key"


class SignOnConnectionNotFound(CharterError):
    status, code, title = 404, "identity.sign-on-connection-not-found", "Sign-on connection not found"


class SignOnConnectionExists(CharterError):
    status, code, title = 409, "identity.sign-on-connection-exists", "Sign-on connection exists already"


class AudienceTaken(CharterError):
    """A token of one issuer for one audience can lead to one tenant only."""

    status, code, title = 409, "identity.audience-taken", "Issuer and audience are in use"


class ProviderUnusable(CharterError):
    """What the provider says of itself, read when the connection is saved, cannot be used; nothing was stored."""

    status, code, title = 422, "identity.provider-unusable", "Sign-on provider cannot be used"


class SignOnRefused(CharterError):
    """The provider or its answer did not prove who is signing in."""

    status, code, title = 403, "identity.sign-on-refused", "Sign-on refused"


class SignOnNotMapped(CharterError):
    """The person is known to the provider, and no rule of this tenant gives them a role, or they were deactivated."""

    status, code, title = 403, "identity.sign-on-not-mapped", "No role in this tenant"


class SignOnAddressTaken(CharterError):
    """Accounts are never joined by their address: whoever controls a provider would control every account in it."""

    status, code, title = 409, "identity.sign-on-address-taken", "Address belongs to another member"


class LogoutTokenRefused(CharterError):
    """The provider's logout token is not genuine, not ours, or was used before."""

    status, code, title = 400, "identity.logout-token-refused", "Logout token refused"


class ProvisioningRefused(CharterError):
    """A request of a directory over SCIM (RFC 7644 §3.12); ``scim_type`` is one of the RFC's error words."""

    status, code, title = 400, "identity.provisioning-refused", "Provisioning request refused"

    def __init__(self, detail: str, scim_type: str) -> None:
        super().__init__(detail, scim_type=scim_type)
        self.scim_type = scim_type


class ProvisionedExists(ProvisioningRefused):
    status, code, title = 409, "identity.provisioned-exists", "Exists already"


class ProvisionedLastOwner(ProvisioningRefused):
    status, code, title = 409, "identity.provisioned-last-owner", "A tenant keeps at least one owner"


class ProvisionedNotFound(CharterError):
    status, code, title = 404, "identity.provisioned-not-found", "Not provisioned here"
