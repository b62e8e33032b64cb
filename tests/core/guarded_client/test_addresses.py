"""Which addresses may be reached."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.core.guarded_client import AddressBlocked, AddressRules
from charter.core.guarded_client.addresses import is_public

INSIDE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.168.1.1", "192.0.0.192", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fd12:3456::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2001::1",
    "2001:db8::1", "100::1", "fec0::1", "5f00::1", "3fff::1", "nonsense", "",
]  # fmt: skip
OUTSIDE = ["8.8.8.8", "1.1.1.1", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "2a00:1450:4001::200e"]


@pytest.mark.parametrize("address", INSIDE)
def test_an_inside_address_is_refused(address):
    assert not is_public(address)
    with pytest.raises(AddressBlocked) as refused:
        AddressRules().require("somewhere.example", 443, [address])
    if address:
        assert address not in refused.value.detail


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_public_address_is_reached(address):
    assert is_public(address)
    AddressRules().require("somewhere.example", 443, [address])


def test_one_inside_address_refuses_the_host():
    with pytest.raises(AddressBlocked):
        AddressRules().require("two-faced.example", 443, ["8.8.8.8", "10.0.0.1"])


@pytest.mark.parametrize(
    ("entry", "host", "port", "address", "reached"),
    [
        ("models.internal", "models.internal", 80, "10.0.0.1", True),
        ("models.internal", "MODELS.internal.", 80, "10.0.0.1", True),
        ("models.internal:8080", "models.internal", 8080, "10.0.0.1", True),
        ("models.internal:8080", "models.internal", 80, "10.0.0.1", False),
        ("models.internal", "other.internal", 80, "10.0.0.1", False),
        ("127.0.0.1:11434", "localhost", 11434, "127.0.0.1", True),
        ("127.0.0.1:11434", "localhost", 5432, "127.0.0.1", False),
        ("[::1]:11434", "::1", 11434, "::1", True),
        ("[::1]", "::1", 1, "::1", True),
        ("::1", "::1", 1, "::1", True),
        ("10.0.0.0/8", "models.internal", 80, "10.200.0.1", True),
        ("10.0.0.0/8", "models.internal", 80, "192.168.0.1", False),
        ("10.0.0.0/8", "models.internal", 80, "::ffff:10.0.0.1", False),
    ],
)
def test_the_operators_list_opens_exactly_what_it_names(entry, host, port, address, reached):
    rules = AddressRules([entry])
    if reached:
        rules.require(host, port, [address])
    else:
        with pytest.raises(AddressBlocked):
            rules.require(host, port, [address])


@pytest.mark.parametrize("entry", ["", "a b", "host:", "host:0", "host:99999", "10.0.0.0/99", "http://x", "a@b", "x:²"])
def test_an_entry_that_cannot_be_read_is_named(entry):
    with pytest.raises(ValueError, match="allow_private_hosts"):
        AddressRules([entry])


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_nothing_python_calls_private_is_ever_public(address: IPv4Address | IPv6Address):
    if address.is_private or address.is_multicast or address.is_loopback or address.is_link_local:
        assert not is_public(str(address))


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_is_reached_through_an_ipv6_disguise(address: IPv4Address):
    number = int(address)
    for disguise in (
        IPv6Address((0xFFFF << 32) | number),
        IPv6Address(number),
        IPv6Address((0x0064FF9B << 96) | number),
        IPv6Address((0x2002 << 112) | (number << 80)),
    ):
        assert not is_public(str(disguise))
