"""Client addresses: who asks, seen through trusted proxies, and which networks an address lies in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

from charter.edge.policy import IpNetwork

IpAddress = IPv4Address | IPv6Address


@lru_cache(maxsize=20_000)
def parse_address(text: str) -> IpAddress | None:
    """Return an address, None when the text is none; an IPv4 address written as IPv6 is the IPv4 address."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped or IPv6Address(address.packed)  # without its zone: fe80::1%eth0
    return address


class Networks:
    """A set of networks; asking is one dictionary look-up per prefix length in it, however many networks there are."""

    def __init__(self, networks: Iterable[IpNetwork]) -> None:
        self._by_length: dict[tuple[int, int], set[int]] = {}
        for network in networks:
            shift = network.max_prefixlen - network.prefixlen
            self._by_length.setdefault((network.version, shift), set()).add(int(network.network_address) >> shift)

    def __bool__(self) -> bool:
        return bool(self._by_length)

    def __contains__(self, address: IpAddress) -> bool:
        number = int(address)
        return any(
            version == address.version and number >> shift in prefixes
            for (version, shift), prefixes in self._by_length.items()
        )


def client_address(peer: str, forwarded_for: str | None, trusted: Networks) -> str:
    """Return the address of the client behind trusted proxies.

    ``X-Forwarded-For`` is read from the right: each proxy appends whom it got the request from, so what a client made
    up itself stands further left than anything a trusted proxy wrote. The first address that is no trusted proxy is the
    client. Where something unreadable comes first, or nobody but trusted proxies, the client is the peer.
    """
    current = parse_address(peer)
    if current is None:
        return peer
    if forwarded_for is not None and current in trusted:
        for text in reversed(forwarded_for.split(",")):
            before = parse_address(_without_port(text.strip()))
            if before is None:
                break
            if before not in trusted:
                return str(before)
    return str(current)


def _without_port(text: str) -> str:
    """Return the address of ``192.0.2.1:1234`` and ``[2001:db8::1]:1234``, which some proxies write."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text
