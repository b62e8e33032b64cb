"""Who this installation is to passkeys: its relying party id and its origins (WebAuthn Level 3, §5.1.2 and §13.4.9)."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from charter.identity.errors import PasskeysUnavailable


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """The host name that passkeys are bound to, and the origins that may use them."""

    id: str
    origins: list[str]


def relying_party(base_url: str, tenant_domain: str | None, tenant_slug: str | None) -> RelyingParty:
    """Return the relying party of an installation, for a request of or into one tenant.

    With subdomains for tenants the id is the domain that they share with the installation, so that one passkey opens
    all of an account's tenants; accepted are the installation's own origin and that of this one tenant.

    Raises:
        PasskeysUnavailable: the installation is reached by a bare address, to which browsers bind nothing.
    """
    base = urlsplit(base_url)
    host = _name_of(base.hostname or "")
    port = f":{base.port}" if base.port is not None else ""
    origins = [f"{base.scheme}://{host}{port}"]
    if tenant_domain is None or not f".{host}".endswith(f".{tenant_domain}"):
        return RelyingParty(host, origins)
    if tenant_slug is not None:
        origins.append(f"{base.scheme}://{tenant_slug}.{tenant_domain}{port}")
    return RelyingParty(tenant_domain, origins)


def _name_of(host: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.is_loopback:
        return "localhost"
    raise PasskeysUnavailable(
        f"Browsers bind passkeys to a name, and this installation is reached by the address {host}: "
        "its operator sets CHARTER_PUBLIC_URL to a name."
    )
