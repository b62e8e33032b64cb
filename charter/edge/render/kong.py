"""The edge policy as a declarative file for Kong OSS 3.9 (DB-less), with its bundled plugins alone."""

from __future__ import annotations

import re
from typing import Any

import yaml

from charter.edge.decisions import header_pairs
from charter.edge.policy import EdgePolicy, Per, RateLimit
from charter.edge.render.rendered import Rendered, head, left_to_charter_always

_WINDOWS = {1: "second", 60: "minute", 3_600: "hour", 86_400: "day"}
_LONGEST_ANSWER_MS = 900_000
_SPELLED_OUT = {
    "x-user-*": ["x-user-id", "x-user-name", "x-user-email", "x-user-role", "x-user-roles", "x-user-groups"],
}


def render_kong(policy: EdgePolicy, *, upstream: str, max_body_bytes: int = 2_000_000) -> Rendered:
    """Return a declarative file that enforces what Kong can.

    Args:
        upstream: where Charter listens: ``http://127.0.0.1:8700``.
    """
    left, notes = left_to_charter_always(policy), _notes(policy)
    plugins = [
        *_addresses(policy), *_size(policy, max_body_bytes, left), *_cors(policy), *_stripped(policy, left),
        *_response_headers(policy, upstream), *_rate_limits(policy, left), *_bots(policy, left),
    ]  # fmt: skip
    left += [
        "requests.content_types, other_bodies, max_url_bytes, max_path_characters, max_headers and max_header_bytes",
        "characters that have no place in an address",
    ]
    if policy.deprecations:
        left.append("deprecations")
    document = {"_format_version": "3.0", "services": [_service(policy, upstream)], "plugins": plugins}
    text = head("Kong OSS 3.9", left, notes) + yaml.safe_dump(document, sort_keys=False, width=110)
    return Rendered(text, left, notes)


def _service(policy: EdgePolicy, upstream: str) -> dict[str, Any]:
    answer_s = policy.requests.answer_seconds
    return {
        "name": "charter",
        "url": upstream,
        "retries": 0,  # a request that was passed on may have had its effect
        "connect_timeout": 5_000,
        "write_timeout": int(policy.requests.body_seconds * 1_000),
        "read_timeout": _LONGEST_ANSWER_MS if answer_s is None else int(answer_s * 1_000),
        "routes": [
            {
                "name": "charter",
                "protocols": ["http", "https"],
                "methods": list(policy.requests.methods),
                "paths": ["/"],
                "strip_path": False,
                "preserve_host": True,
                "request_buffering": True,
                "response_buffering": False,  # events leave as they come
            }
        ],
    }


def _addresses(policy: EdgePolicy) -> list[dict[str, Any]]:
    network = policy.network
    rules = {"allow": list(map(str, network.allow)), "deny": list(map(str, network.deny))}
    config = {name: networks for name, networks in rules.items() if networks}
    return [{"name": "ip-restriction", "config": {**config, "status": 403}}] if config else []


def _size(policy: EdgePolicy, max_body_bytes: int, left: list[str]) -> list[dict[str, Any]]:
    limits = [policy.requests.max_body_bytes or max_body_bytes]
    limits += [rule.max_bytes for rule in policy.requests.other_bodies if rule.max_bytes is not None]
    if max(limits) != limits[0]:
        left.append("requests.max_body_bytes where other_bodies allows more elsewhere: Kong takes the largest for all")
    config = {"allowed_payload_size": max(limits), "size_unit": "bytes", "require_content_length": False}
    return [{"name": "request-size-limiting", "config": config}]


def _cors(policy: EdgePolicy) -> list[dict[str, Any]]:
    cors = policy.cors
    if not cors.origins:
        return []
    config = {
        "origins": list(cors.origins),
        "methods": list(cors.methods),
        "headers": list(cors.headers),
        "exposed_headers": list(cors.exposed_headers),
        "credentials": cors.credentials,
        "max_age": cors.max_age_seconds,
        "preflight_continue": False,
    }
    return [{"name": "cors", "config": config}]


def _stripped(policy: EdgePolicy, left: list[str]) -> list[dict[str, Any]]:
    names: list[str] = []
    for name in policy.requests.strip_headers:
        if name.endswith("*"):
            left.append(f"requests.strip_headers {name}: Kong knows whole names only; the usual ones are spelled out")
            names += _SPELLED_OUT.get(name, [])
        else:
            names.append(name)
    return [{"name": "request-transformer", "config": {"remove": {"headers": names}}}] if names else []


def _response_headers(policy: EdgePolicy, upstream: str) -> list[dict[str, Any]]:
    """Add what an answer does not have: the plugin's ``add`` leaves what is there."""
    tls = upstream.startswith("https://")
    added = [f"{name}:{value}" for name, value in header_pairs(policy, tls=tls).items()]
    return [{"name": "response-transformer", "config": {"add": {"headers": added}}}]


def _rate_limits(policy: EdgePolicy, left: list[str]) -> list[dict[str, Any]]:
    """Return the limits per address. Kong counts in fixed windows, so there is no burst of its own."""
    windows: dict[str, int] = {}
    for limit in policy.rate_limits:
        if limit.per != Per.ADDRESS:
            continue
        window = _window(limit)
        if window is None or limit.routes or window in windows:
            left.append(f"rate limit {limit.name}: Kong's plugin has one limit per second, minute, hour or day for all")
            continue
        windows[window] = limit.requests
        left.append(f"the burst of rate limit {limit.name}: Kong counts in fixed windows")
    if not windows:
        return []
    if policy.unlimited:
        left.append("unlimited: Kong limits these addresses as well")
    config = {**windows, "limit_by": "ip", "policy": "local", "fault_tolerant": False, "error_code": 429}
    return [{"name": "rate-limiting", "config": config}]


def _window(limit: RateLimit) -> str | None:
    return _WINDOWS.get(int(limit.seconds)) if limit.seconds == int(limit.seconds) else None


def _bots(policy: EdgePolicy, left: list[str]) -> list[dict[str, Any]]:
    if policy.bots.require_user_agent:
        left.append("bots.require_user_agent")
    if not policy.bots.deny:
        return []
    return [{"name": "bot-detection", "config": {"deny": [f"(?i){re.escape(part)}" for part in policy.bots.deny]}}]


def _notes(policy: EdgePolicy) -> list[str]:
    requests = policy.requests
    trusted = ",".join(map(str, policy.network.trusted_proxies))
    notes = [
        "In the policy name this Kong in network.trusted_proxies, so that Charter sees clients; let nobody past it.",
        f"kong.conf: nginx_proxy_client_header_timeout={requests.header_seconds:g}s",
        f"kong.conf: nginx_proxy_client_body_timeout={requests.body_seconds:g}s",
        f"kong.conf: ssl_protocols from TLSv{policy.tls.minimum} on",
        "Certificates are Kong's own: add certificates and snis, or let something before it end TLS.",
    ]
    if trusted:
        notes.append(f"kong.conf: trusted_ips={trusted} real_ip_header=X-Forwarded-For real_ip_recursive=on.")
    return notes
