"""Files for gateways: structure, and that nothing is dropped in silence. Kong itself is not run here."""

from __future__ import annotations

import subprocess

import jsonschema_rs
import pytest
import yaml

from charter.edge.policy import EdgePolicy
from charter.edge.render import render_caddy, render_kong
from tests.edge.fronts import CADDY

_FULL = EdgePolicy.model_validate(
    {
        "network": {"allow": ["198.51.100.0/24"], "deny": ["198.51.100.7"], "trusted_proxies": ["10.0.0.0/8"]},
        "countries": {"deny": ["XX"]},
        "cors": {"origins": ["https://a.example"]},
        "bots": {"deny": ["a.b(c"], "require_user_agent": True},
        "deprecations": [{"path": "/v1/old", "deprecated_at": "2026-01-01T00:00:00Z"}],
        "requests": {
            "answer_seconds": 90,
            "other_bodies": [{"path": "/v1/up", "content_types": ["application/zip"], "max_bytes": 9_000_000}],
        },
    }
)

_STRINGS = {"type": "array", "items": {"type": "string"}}
# Of Kong 3.9's documentation: the members of the bundled plugins that are used here, and no others.
_PLUGINS = {
    "ip-restriction": {"allow": _STRINGS, "deny": _STRINGS, "status": {"type": "integer"}},
    "request-size-limiting": {
        "allowed_payload_size": {"type": "integer"},
        "size_unit": {"enum": ["megabytes", "kilobytes", "bytes"]},
        "require_content_length": {"type": "boolean"},
    },
    "cors": {
        "origins": _STRINGS, "methods": _STRINGS, "headers": _STRINGS, "exposed_headers": _STRINGS,
        "credentials": {"type": "boolean"}, "max_age": {"type": "integer"}, "preflight_continue": {"type": "boolean"},
    },
    "request-transformer": {"remove": {"type": "object", "properties": {"headers": _STRINGS}}},
    "response-transformer": {"add": {"type": "object", "properties": {"headers": _STRINGS}}},
    "rate-limiting": {
        "second": {"type": "integer"}, "minute": {"type": "integer"}, "hour": {"type": "integer"},
        "day": {"type": "integer"}, "limit_by": {"enum": ["ip", "consumer", "credential", "service", "header", "path"]},
        "policy": {"enum": ["local", "cluster", "redis"]}, "fault_tolerant": {"type": "boolean"},
        "error_code": {"type": "integer"},
    },
    "bot-detection": {"allow": _STRINGS, "deny": _STRINGS},
}  # fmt: skip
_ROUTE = {
    "name": {"type": "string"}, "protocols": {"type": "array", "items": {"enum": ["http", "https"]}},
    "methods": {"type": "array", "items": {"type": "string", "pattern": "^[A-Z]+$"}}, "paths": _STRINGS,
    "strip_path": {"const": False}, "preserve_host": {"type": "boolean"}, "request_buffering": {"type": "boolean"},
    "response_buffering": {"const": False},
}  # fmt: skip


def _closed(properties, **more):
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


_MILLISECONDS = {"type": "integer", "minimum": 1, "maximum": 2_147_483_646}
_KONG = _closed(
    {
        "_format_version": {"const": "3.0"},
        "services": {
            "type": "array",
            "items": _closed(
                {
                    "name": {"type": "string"}, "url": {"type": "string", "pattern": "^https?://"},
                    "retries": {"const": 0}, "connect_timeout": _MILLISECONDS, "read_timeout": _MILLISECONDS,
                    "write_timeout": _MILLISECONDS, "routes": {"type": "array", "items": _closed(_ROUTE)},
                }
            ),
        },
        "plugins": {
            "type": "array",
            "items": {
                "oneOf": [
                    _closed({"name": {"const": name}, "config": _closed(config)}, required=["name", "config"])
                    for name, config in _PLUGINS.items()
                ]
            },
        },
    },
    required=["_format_version", "services", "plugins"],
)  # fmt: skip


@pytest.mark.parametrize("policy", [EdgePolicy(), _FULL])
def test_kongs_file_has_only_what_kong_knows(policy):
    rendered = render_kong(policy, upstream="http://charter:8700")
    document = yaml.safe_load(rendered.text)
    jsonschema_rs.validate(_KONG, document)
    names = [plugin["name"] for plugin in document["plugins"]]
    assert len(names) == len(set(names)), "Kong takes one global plugin of a kind"
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(_KONG, document | {"consumers_": []})


def test_kong_gets_each_part_it_can_enforce():
    rendered = render_kong(_FULL, upstream="http://charter:8700")
    document = yaml.safe_load(rendered.text)
    plugins = {plugin["name"]: plugin["config"] for plugin in document["plugins"]}
    assert plugins["ip-restriction"] == {"allow": ["198.51.100.0/24"], "deny": ["198.51.100.7/32"], "status": 403}
    assert plugins["cors"]["origins"] == ["https://a.example"]
    assert plugins["bot-detection"] == {"deny": ["(?i)a\\.b\\(c"]}
    assert {"x-tenant-id", "x-user-id", "x-charter-role"} <= set(plugins["request-transformer"]["remove"]["headers"])
    assert plugins["rate-limiting"]["minute"] == 6_000
    assert plugins["request-size-limiting"]["allowed_payload_size"] == 9_000_000
    assert (document["services"][0]["retries"], document["services"][0]["read_timeout"]) == (0, 90_000)


def test_what_a_gateway_cannot_do_is_said_in_its_file():
    for rendered in (
        render_kong(_FULL, upstream="http://charter:8700"),
        render_caddy(_FULL, listen=":8080", upstream="charter:8700"),
    ):
        comment = [line for line in rendered.text.splitlines() if line.startswith("#")]
        for words in ("bans", "countries", "per tenant, key and user", "API keys", "rate_limits"):
            assert any(words in line for line in comment), words
        for item in (*rendered.left_to_charter, *rendered.notes):
            assert f"# - {item}" in comment
    kong = " ".join(render_kong(_FULL, upstream="http://charter:8700").left_to_charter)
    for words in ("x-user-*", "require_user_agent", "deprecations", "content_types", "burst", "sign-in", "unlimited"):
        assert words in kong


@pytest.mark.parametrize("listen", [":8080", "http://charter.test", "https://charter.example.org"])
def test_caddy_takes_the_file(listen, tmp_path):
    file = tmp_path / "Caddyfile"
    file.write_text(render_caddy(_FULL, listen=listen, upstream="charter:8700").text)
    arguments = [str(CADDY), "adapt", "--config", str(file), "--adapter", "caddyfile"]
    done = subprocess.run(arguments, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert ("strict-transport-security" in done.stdout.lower()) == listen.startswith("https")
