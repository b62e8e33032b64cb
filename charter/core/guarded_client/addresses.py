"""Which addresses may be connected to: public ones, and those the operator has listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from charter.core.guarded_client.errors import AddressBlocked

_Address = IPv4Address | IPv6Address
_Network = IPv4Network | IPv6Network

# IANA IPv4 Special-Purpose Address Registry (RFC 6890 and updates). Written out, because what `is_global` answers
# has changed between patch releases of Python.
_BLOCKED_V4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# In IPv6 only global unicast is public at all. This leaves out loopback, unspecified, unique local, link local,
# multicast, and every form that carries an IPv4 address inside it (mapped, compatible, NAT64).
_PUBLIC_V6 = IPv6Network("2000::/3")
_BLOCKED_V6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # IETF protocol assignments, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries an IPv4 address
        "3fff::/20",
    )
)


@lru_cache(maxsize=4096)
def is_public(address: str) -> bool:
    """Say whether ``address`` is a public unicast address; text that is no address is not."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _BLOCKED_V4)
    return parsed in _PUBLIC_V6 and not any(parsed in network for network in _BLOCKED_V6)


@dataclass(frozen=True, slots=True)
class _AllowedName:
    host: str
    port: int | None


@dataclass(frozen=True, slots=True)
class _AllowedNetwork:
    network: _Network
    port: int | None


class AddressRules:
    """The operator's allow-list on top of the fixed rule that only public addresses are reached.

    Args:
        allowed: entries of the form ``host``, ``host:port``, ``10.1.2.3:8080``, ``[::1]:8080`` or a CIDR
            (``10.0.0.0/8``). A name allows whatever it resolves to; an address or CIDR allows what any name
            resolves to inside it.

    Raises:
        ValueError: an entry cannot be read; the text says which.
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        entries = [_parse_entry(text) for text in allowed]
        self._names = frozenset((entry.host, entry.port) for entry in entries if isinstance(entry, _AllowedName))
        self._networks = tuple(entry for entry in entries if isinstance(entry, _AllowedNetwork))

    def allows_name(self, host: str, port: int) -> bool:
        """Say whether the operator listed this name, so that it may resolve to anything."""
        if not self._names:
            return False
        name = host.lower().rstrip(".")
        return (name, None) in self._names or (name, port) in self._names

    def allows_address(self, address: str, port: int) -> bool:
        """Say whether a connection to this address and port may be opened."""
        if is_public(address):
            return True
        if not self._networks:
            return False
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(
            parsed.version == entry.network.version and parsed in entry.network and entry.port in (None, port)
            for entry in self._networks
        )

    def require(self, host: str, port: int, addresses: Iterable[str]) -> None:
        """Refuse a host if any of its addresses is not allowed.

        One inside address among public ones refuses the host: choosing the good ones would leave the choice to
        whoever answers the next look-up.

        Raises:
            AddressBlocked: the detail names the host and how the operator can allow it, and not the address, which
                would tell a tenant what is inside.
        """
        if self.allows_name(host, port):
            return
        for address in addresses:
            if not self.allows_address(address, port):
                raise AddressBlocked(
                    f"{host}:{port} is not a public address. If it is meant to be reached, the operator adds "
                    f"{_bracketed(host)}:{port} to allow_private_hosts (CHARTER_ALLOW_PRIVATE_HOSTS)."
                )


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _parse_entry(text: str) -> _AllowedName | _AllowedNetwork:
    entry = text.strip()
    if "/" in entry:
        try:
            return _AllowedNetwork(ip_network(entry, strict=False), None)
        except ValueError as error:
            raise ValueError(f"allow_private_hosts: {text!r} is no network of the form 10.0.0.0/8") from error
    host, port = _split_port(entry, text)
    try:
        address: _Address = ip_address(host)
    except ValueError:
        if not host or any(character.isspace() or character in "@?#[]:" for character in host):
            raise ValueError(f"allow_private_hosts: {text!r} is no host, host:port or CIDR") from None
        return _AllowedName(host.lower().rstrip("."), port)
    return _AllowedNetwork(ip_network(address), port)


def _split_port(entry: str, text: str) -> tuple[str, int | None]:
    if entry.startswith("["):
        host, _, rest = entry[1:].partition("]")
        port_text = rest.removeprefix(":")
    elif entry.count(":") == 1:
        host, _, port_text = entry.partition(":")
    else:
        host, port_text = entry, ""
    if not port_text and not entry.endswith(":"):
        return host, None
    if not (port_text.isascii() and port_text.isdigit() and 0 < int(port_text) < 65536):
        raise ValueError(f"allow_private_hosts: {text!r} has no valid port")
    return host, int(port_text)
