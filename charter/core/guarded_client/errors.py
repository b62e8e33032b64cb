"""What can go wrong on the way out; each kind is its own type, so that callers can retry the right ones."""

from __future__ import annotations

from charter.core.errors import CharterError


class OutgoingError(CharterError):
    """A request to another server failed."""

    status, code, title = 502, "core.outgoing-failed", "Request to another server failed"


class UrlInvalid(OutgoingError):
    """The address cannot be fetched: no http or https, no host, or credentials inside the URL."""

    status, code, title = 422, "core.url-invalid", "URL cannot be used"


class AddressBlocked(OutgoingError):
    """The host is, or resolves to, an address inside; the operator has not allowed it."""

    status, code, title = 422, "core.address-blocked", "Address is not allowed"


class HostUnresolvable(OutgoingError):
    """The name has no address."""

    code, title = "core.host-unresolvable", "Host name cannot be resolved"


class ConnectionRefused(OutgoingError):
    """No connection could be made."""

    code, title = "core.connection-refused", "Connection refused"


class TlsFailed(OutgoingError):
    """The other side did not prove who it is."""

    code, title = "core.tls-failed", "TLS connection failed"


class OutgoingTimeout(OutgoingError):
    """The other server was too slow; ``phase`` is ``connect``, ``headers``, ``idle`` or ``total``."""

    status, code, title = 504, "core.outgoing-timeout", "The other server was too slow"


class ResponseTooLarge(OutgoingError):
    """The response is larger than the caller allows."""

    code, title = "core.response-too-large", "Response is too large"


class ConnectionCutOff(OutgoingError):
    """The connection ended before the response did."""

    code, title = "core.connection-cut-off", "Connection was cut off"


class ResponseNotHttp(OutgoingError):
    """What came back is not HTTP."""

    code, title = "core.response-not-http", "Response is not HTTP"


class RedirectRefused(OutgoingError):
    """A redirect was not followed: too many, to plain http, or one that would carry the body to another origin."""

    code, title = "core.redirect-refused", "Redirect refused"
