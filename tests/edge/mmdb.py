"""A minimal writer of the MaxMind DB format, for tests: IPv4 networks and their countries."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path


def _text(value: str) -> bytes:
    raw = value.encode()
    assert len(raw) < 29
    return bytes([0x40 | len(raw)]) + raw


def _number(value: int, kind: int) -> bytes:
    """Return an unsigned integer: kind 5 has 16 bits, 6 has 32, 9 has 64."""
    raw = value.to_bytes(8, "big").lstrip(b"\x00")
    return (bytes([kind << 5 | len(raw)]) if kind <= 7 else bytes([len(raw), kind - 7])) + raw


def _map(**members: bytes) -> bytes:
    return bytes([0xE0 | len(members)]) + b"".join(_text(name) + value for name, value in members.items())


def write_mmdb(path: Path, countries: dict[str, str]) -> None:
    """Write a file in which each network lies in a country."""
    nodes: list[list[object]] = [[None, None]]
    data, offsets = b"", {}
    for country in dict.fromkeys(countries.values()):
        offsets[country] = len(data)
        data += _map(country=_map(iso_code=_text(country)))
    for text, country in countries.items():
        network = ip_network(text)
        node = 0
        for position in range(network.prefixlen):
            bit = int(network.network_address) >> (31 - position) & 1
            if position == network.prefixlen - 1:
                nodes[node][bit] = country
            else:
                if nodes[node][bit] is None:
                    nodes[node][bit] = len(nodes)
                    nodes.append([None, None])
                node = nodes[node][bit]
    count = len(nodes)

    def record(value: object) -> bytes:
        if value is None:
            number = count
        elif isinstance(value, str):
            number = count + 16 + offsets[value]
        else:
            number = value
        return number.to_bytes(3, "big")

    tree = b"".join(record(value) for node in nodes for value in node)
    metadata = _map(
        node_count=_number(count, 6), record_size=_number(24, 5), ip_version=_number(4, 5),
        database_type=_text("Test-Country"), languages=bytes([0, 4]), binary_format_major_version=_number(2, 5),
        binary_format_minor_version=_number(0, 5), build_epoch=_number(1, 9), description=_map(),
    )  # fmt: skip
    path.write_bytes(tree + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + metadata)
