"""The one way out of Charter: an HTTP client that checks every address before it connects.

Whatever a tenant can name (a model provider, a tool, a web page) is fetched through :class:`GuardedClient`, so that
no text in a request can make the server talk to itself, its neighbours or its host's metadata service.
"""

from __future__ import annotations

from charter.core.guarded_client.addresses import AddressRules
from charter.core.guarded_client.client import GuardedClient, Limits
from charter.core.guarded_client.errors import (
    AddressBlocked,
    ConnectionCutOff,
    ConnectionRefused,
    HostUnresolvable,
    OutgoingError,
    OutgoingTimeout,
    RedirectRefused,
    ResponseNotHttp,
    ResponseTooLarge,
    TlsFailed,
    UrlInvalid,
)
from charter.core.guarded_client.response import GuardedResponse

__all__ = [
    "AddressBlocked",
    "AddressRules",
    "ConnectionCutOff",
    "ConnectionRefused",
    "GuardedClient",
    "GuardedResponse",
    "HostUnresolvable",
    "Limits",
    "OutgoingError",
    "OutgoingTimeout",
    "RedirectRefused",
    "ResponseNotHttp",
    "ResponseTooLarge",
    "TlsFailed",
    "UrlInvalid",
]
