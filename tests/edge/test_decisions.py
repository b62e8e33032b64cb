"""Addresses, characters, countries and bans: the parts of a decision that need no server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.core.errors import StartRefused
from charter.edge.addresses import Networks, client_address, parse_address
from charter.edge.bans import subject_of
from charter.edge.countries import GeoIpFile
from charter.edge.decisions import CompiledPolicy, Facts, is_below, route_class
from charter.edge.guard import EdgeGuard
from charter.edge.identifiers import unfit_character
from charter.edge.policy import EdgePolicy, RouteClass
from tests.edge.mmdb import write_mmdb

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def facts(address="203.0.113.7", method="GET", path="/v1/agents", **headers: str) -> Facts:
    sent = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
    return Facts(method, path, b"", len(path), sent, len(sent), 100, address)


@given(
    networks=st.lists(st.ip_addresses().map(lambda a: ip_network((a, a.max_prefixlen // 2), strict=False)), max_size=5),
    address=st.ip_addresses(),
)
def test_networks_hold_what_the_library_says(networks, address):
    expected = any(address.version == network.version and address in network for network in networks)
    assert (address in Networks(networks)) == expected
    assert all(network.network_address in Networks(networks) for network in networks)


@pytest.mark.parametrize(
    ("peer", "header", "client"),
    [
        ("198.51.100.1", None, "198.51.100.1"),
        ("198.51.100.1", "1.2.3.4", "198.51.100.1"),
        ("10.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        ("10.0.0.1", "1.2.3.4:5678", "1.2.3.4"),
        ("10.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
        ("10.0.0.1", "1.2.3.4, unknown", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.5", "10.0.0.1"),
        ("::ffff:10.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("unix", "1.2.3.4", "unix"),
    ],
)
def test_the_client_is_the_first_from_the_right_that_is_no_trusted_proxy(peer, header, client):
    assert client_address(peer, header, Networks([ip_network("10.0.0.0/8")])) == client


def test_ipv4_in_ipv6_is_the_ipv4_address_and_meets_its_rules():
    assert parse_address("::ffff:203.0.113.7") == ip_address("203.0.113.7")
    compiled = CompiledPolicy(
        EdgePolicy.model_validate({"network": {"deny": ["203.0.113.0/24"]}}), max_body_bytes=1_000
    )
    refusal = compiled.decide(facts("::ffff:203.0.113.7"))
    assert refusal is not None
    assert refusal.code == "edge.address-refused"


@pytest.mark.parametrize("character", list("\x00\n\x7f\x85\u202e\u200b\ud800\ue000\u2028\ufffd"))
def test_a_character_that_hides_something_is_named(character):
    assert unfit_character(f"agent{character}") == f"U+{ord(character):04X}"


def test_letters_of_every_alphabet_are_fit():
    for text in ("agent-1", "Grüße", "日本語", "עברית", "a b", "naïve 😀"):
        assert unfit_character(text) is None


def test_requests_belong_to_route_classes():
    assert route_class("GET", "/v1/runs") == RouteClass.READ
    assert route_class("POST", "/v1/runs") == RouteClass.RUN
    assert route_class("POST", "/v1/openai/chat/completions") == RouteClass.RUN
    assert route_class("POST", "/v1/session") == RouteClass.SIGN_IN
    assert route_class("DELETE", "/v1/session") == RouteClass.WRITE
    assert is_below("/v1/a/b", "/v1/a")
    assert not is_below("/v1/ab", "/v1/a")


@pytest.mark.parametrize(
    ("rules", "address", "admitted"),
    [
        ({"deny": ["DE"]}, "203.0.113.7", False),
        ({"deny": ["FR"]}, "203.0.113.7", True),
        ({"allow": ["FR"]}, "198.51.100.1", True),
        ({"allow": ["FR"]}, "203.0.113.7", False),
        ({"allow": ["FR"]}, "192.0.2.1", True),
        ({"allow": ["FR"], "unknown": "deny"}, "192.0.2.1", False),
        ({"deny": ["FR"], "unknown": "deny"}, "2001:db8::1", False),
    ],
)
def test_country_rules_follow_the_operators_file(tmp_path, rules, address, admitted):
    path = tmp_path / "countries.mmdb"
    write_mmdb(path, {"203.0.113.0/24": "DE", "198.51.100.0/24": "FR"})
    file = GeoIpFile(path)
    compiled = CompiledPolicy(EdgePolicy.model_validate({"countries": rules}), max_body_bytes=1_000, countries=file)
    assert (compiled.decide(facts(address)) is None) == admitted
    file.close()


def test_a_damaged_country_file_stops_the_start(tmp_path):
    for content in (None, b"not a database"):
        path = tmp_path / "countries.mmdb"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(StartRefused, match="CHARTER_GEOIP_FILE"):
            GeoIpFile(path)


async def test_who_is_refused_too_often_is_banned_and_reported_once():
    now = NOON
    policy = EdgePolicy.model_validate({"bans": {"refusals": 5, "seconds": 10, "ban_seconds": 60}})
    guard = EdgeGuard.of(policy, clock=lambda: now, monotonic=lambda: now.timestamp() - NOON.timestamp())
    for _ in range(5):
        passage, refusal = await guard.enter(facts())
        assert refusal is None
        guard.leave(passage, 401)
    passage, refusal = await guard.enter(facts())
    guard.leave(passage, 429)
    assert refusal is not None
    assert (refusal.code, refusal.retry_after_s) == ("edge.banned", 60.0)
    assert guard.reports.qsize() == 1
    for other in (facts(path="/healthz"), facts("203.0.113.8"), facts("127.0.0.1")):
        passage, refusal = await guard.enter(other)
        guard.leave(passage, 200)
        assert refusal is None
    now += timedelta(seconds=61)
    passage, refusal = await guard.enter(facts())
    guard.leave(passage, 200)
    assert refusal is None


async def test_answers_that_are_no_refusals_and_slow_refusals_ban_nobody():
    now = NOON
    policy = EdgePolicy.model_validate({"bans": {"refusals": 3, "seconds": 10}})
    guard = EdgeGuard.of(policy, clock=lambda: now, monotonic=lambda: now.timestamp() - NOON.timestamp())
    for status in (200, 404, 500, 403, 401, 401):
        passage, _ = await guard.enter(facts())
        guard.leave(passage, status)
    now += timedelta(seconds=11)
    passage, refusal = await guard.enter(facts())
    guard.leave(passage, 401)
    assert refusal is None
    assert guard.reports.empty()


async def test_a_host_of_ipv6_cannot_change_its_address_to_escape():
    assert subject_of("2001:db8::1") == subject_of("2001:db8::ffff") == "2001:db8::/64"
    limit = {"name": "few", "per": "address", "requests": 1, "seconds": 60, "burst": 2}
    guard = EdgeGuard.of(EdgePolicy.model_validate({"rate_limits": [limit]}))
    refusals = []
    for number in range(4):
        passage, refusal = await guard.enter(facts(f"2001:db8::{number + 1}"))
        guard.leave(passage, 200)
        refusals.append(refusal and refusal.code)
    assert refusals == [None, None, "edge.rate-limited", "edge.rate-limited"]


async def test_open_requests_of_one_address_are_counted_and_given_back():
    guard = EdgeGuard.of(EdgePolicy.model_validate({"network": {"connections_per_client": 2}}))
    entered = [await guard.enter(facts()) for _ in range(3)]
    assert [refusal and refusal.code for _, refusal in entered] == [None, None, "edge.too-many-at-once"]
    for passage, _ in entered:
        guard.leave(passage, 200)
    assert guard._open == {}


async def test_costs_weigh_requests():
    limit = {"name": "few", "per": "address", "requests": 1, "seconds": 60, "burst": 5}
    guard = EdgeGuard.of(EdgePolicy.model_validate({"rate_limits": [limit], "costs": {"run": 5}}))
    passage, refusal = await guard.enter(facts(method="POST", path="/v1/runs"))
    guard.leave(passage, 200)
    assert refusal is None
    passage, refusal = await guard.enter(facts())
    guard.leave(passage, 200)
    assert refusal is not None
    assert refusal.members["used"] == 5
