"""The edge policy as a Caddyfile for Caddy 2 (standard modules)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from charter.edge.decisions import PROBES, header_pairs, http_date
from charter.edge.policy import EdgePolicy, Per
from charter.edge.render.rendered import Rendered, head, left_to_charter_always

_PATH, _QUERY = "{http.request.uri.path}", "{http.request.uri.query}"
_LENGTH = "{http.request.header.Content-Length}"
_HEADER_SLACK = 4_096  # Go's server adds this to the limit it is given

# RFC 9457, without what only Charter knows. Braces that are no placeholder are escaped.
_PROBLEM = (
    r'\{"type":"/problems/{err.message}","title":"{err.status_text}","status":{err.status_code},'
    r'"detail":"The edge policy refuses this request.","code":"{err.message}"\}'
)


def render_caddy(
    policy: EdgePolicy, *, listen: str, upstream: str, max_body_bytes: int = 2_000_000, options: Iterable[str] = ()
) -> Rendered:
    """Return a Caddyfile that enforces the policy before Charter is asked.

    Args:
        listen: site address: ``https://charter.example.org``, ``:8080``.
        upstream: where Charter listens: ``127.0.0.1:8700``.
        options: further lines of the global block.
    """
    left = left_to_charter_always(policy)
    if any(limit.per == Per.ADDRESS for limit in policy.rate_limits):
        left.append("rate_limits per address: Caddy's standard modules count nothing")
    left.append("requests.max_headers (Caddy limits their bytes only, and 4096 bytes are the least it takes)")
    notes = [
        f"In the policy name this Caddy in network.trusted_proxies, so that Charter sees clients; it asks {upstream}.",
        "In X-Forwarded-For Caddy skips what it cannot read; Charter takes the peer for the client then.",
        "Let nobody but this Caddy reach Charter's port.",
    ]
    body = [*_global(policy, options), "", *_site(policy, listen, upstream, max_body_bytes)]
    text = head("Caddy 2", left, notes) + "\n" + "\n".join(body) + "\n"
    return Rendered(text, left, notes)


def _global(policy: EdgePolicy, options: Iterable[str]) -> Iterator[str]:
    requests = policy.requests
    yield "{"
    yield from (f"\t{option}" for option in options)
    yield "\tservers {"
    if policy.network.trusted_proxies:
        yield f"\t\ttrusted_proxies static {_networks(policy.network.trusted_proxies)}"
        yield "\t\ttrusted_proxies_strict"
        yield "\t\tclient_ip_headers X-Forwarded-For"
    yield f"\t\tmax_header_size {max(4_096, requests.max_header_bytes - _HEADER_SLACK)}"
    yield "\t\ttimeouts {"
    yield f"\t\t\tread_header {requests.header_seconds:g}s"
    yield f"\t\t\tread_body {requests.header_seconds + requests.body_seconds:g}s"
    yield "\t\t}"
    yield "\t}"
    yield "}"


def _site(policy: EdgePolicy, listen: str, upstream: str, max_body_bytes: int) -> Iterator[str]:
    tls = listen.startswith("https://") or not listen.startswith(("http://", ":"))
    yield f"{listen} {{"
    if tls:
        yield f"\ttls {{\n\t\tprotocols tls{policy.tls.minimum}\n\t}}"
    yield "\troute {"
    lines = [
        *_response_headers(policy, tls),
        *_address_rules(policy),
        *_head_rules(policy),
        *_body_rules(policy, max_body_bytes),
        *_preflights(policy),
        *(f"request_header -{name}" for name in policy.requests.strip_headers),
        *_proxy(policy, upstream),
    ]
    yield from (f"\t\t{line}" for line in lines)
    yield "\t}"
    yield "\thandle_errors {"
    yield from (f"\t\t{line}" for line in _response_headers(policy, tls))
    yield "\t\theader Content-Type application/problem+json"
    for status, code in ((413, "core.body-too-large"), (408, "edge.too-slow")):
        yield f"\t\t@status{status} expression `{{err.status_code}} == {status}`"
        yield f"\t\trespond @status{status} `{_PROBLEM.replace('{err.message}', code)}` {status}"
    yield f"\t\trespond `{_PROBLEM}` {{err.status_code}}"
    yield "\t}"
    yield "}"


def _response_headers(policy: EdgePolicy, tls: bool) -> Iterator[str]:
    """Set what an answer does not have yet; Charter's own answers have it."""
    for name, value in header_pairs(policy, tls=tls).items():
        yield f"header ?{name} {_quoted(value)}"
    cors = policy.cors
    if cors.origins:
        yield from _origin_matcher("cors", policy)
        yield "header @cors ?Access-Control-Allow-Origin {http.request.header.Origin}"
        if cors.credentials:
            yield "header @cors ?Access-Control-Allow-Credentials true"
        if cors.exposed_headers:
            yield f"header @cors ?Access-Control-Expose-Headers {_quoted(', '.join(cors.exposed_headers))}"
    for number, rule in enumerate(policy.deprecations):
        methods = f" && {{http.request.method}} in {json.dumps(rule.methods)}" if rule.methods else ""
        yield f"@deprecated{number} expression `({_below(rule.path)}){methods}`"
        yield f"header @deprecated{number} ?Deprecation @{int(rule.deprecated_at.timestamp())}"
        if rule.sunset_at is not None:
            yield f"header @deprecated{number} ?Sunset {_quoted(http_date(rule.sunset_at))}"
        if rule.link is not None:
            link = f'<{rule.link}>; rel="deprecation"; type="text/html"'
            yield f"header @deprecated{number} ?Link `{link}`"


def _address_rules(policy: EdgePolicy) -> Iterator[str]:
    network = policy.network
    if network.deny:
        yield f"@denied client_ip {_networks(network.deny)}"
        yield "error @denied edge.address-refused 403"
    if network.allow:
        yield f"@outside not client_ip {_networks(network.allow)}"
        yield "error @outside edge.address-refused 403"


def _head_rules(policy: EdgePolicy) -> Iterator[str]:
    requests, bots = policy.requests, policy.bots
    yield f"@method not method {' '.join(requests.methods)}"
    yield "error @method core.method-not-allowed 405"
    yield (
        f"@long expression `size({{http.request.orig_uri}}) > {requests.max_url_bytes} "
        f"|| size({_PATH}) > {requests.max_path_characters}`"
    )
    yield "error @long edge.url-too-long 414"
    odd = json.dumps("[\\pC\u2028\u2029\ufffd]")
    yield f'@odd expression `{_PATH}.matches({odd}) || {_QUERY}.contains("%00")`'
    yield "error @odd core.bad-request 400"
    probes = f"!({_PATH} in {json.dumps(sorted(PROBES))})"
    if bots.require_user_agent:
        yield f'@nameless expression `{{http.request.header.User-Agent}} == "" && {probes}`'
        yield "error @nameless edge.bot-refused 403"
    if bots.deny:
        pattern = json.dumps("(?i)" + "|".join(map(re.escape, bots.deny)))
        yield f"@bot expression `{{http.request.header.User-Agent}}.matches({pattern}) && {probes}`"
        yield "error @bot edge.bot-refused 403"


def _body_rules(policy: EdgePolicy, max_body_bytes: int) -> Iterator[str]:
    requests = policy.requests
    default = requests.max_body_bytes or max_body_bytes
    rules = [(_below(rule.path), rule.max_bytes or default, rule.content_types) for rule in requests.other_bodies]
    rules.append(("true", default, requests.content_types))
    earlier = "false"
    for number, (here, limit, types) in enumerate(rules):
        mine = f"({here}) && !({earlier})"
        yield f'@large{number} expression `{mine} && {_LENGTH} != "" && int({_LENGTH}) > {limit}`'
        yield f"error @large{number} core.body-too-large 413"
        yield f"@limited{number} expression `{mine}`"
        yield f"request_body @limited{number} {{\n\t\t\tmax_size {limit}\n\t\t}}"
        kinds = json.dumps(rf"(?i)^\s*({'|'.join(map(re.escape, types))})\s*(;.*)?$")
        wrong = (
            f'{mine} && {{http.request.method}} in ["POST", "PUT", "PATCH"] '
            f"&& !{{http.request.header.Content-Type}}.matches({kinds})"
        )
        yield f'@type{number} expression `{wrong} && {_LENGTH} != "" && {_LENGTH} != "0"`'
        yield f"error @type{number} core.wrong-content-type 415"
        yield f"@chunked{number} {{\n\t\t\theader Transfer-Encoding *\n\t\t\texpression `{wrong}`\n\t\t}}"
        yield f"error @chunked{number} core.wrong-content-type 415"
        earlier = f"{earlier} || {here}"


def _preflights(policy: EdgePolicy) -> Iterator[str]:
    cors = policy.cors
    asked = "\t\t\tmethod OPTIONS\n\t\t\theader Access-Control-Request-Method *"
    if cors.origins:
        origins = "\n".join(f"\t\t\theader Origin {origin}" for origin in cors.origins)
        yield f"@preflight {{\n{asked}\n{origins}\n\t\t}}"
        yield "handle @preflight {"
        yield f"\theader Access-Control-Allow-Methods {_quoted(', '.join(cors.methods))}"
        yield f"\theader Access-Control-Allow-Headers {_quoted(', '.join(cors.headers))}"
        yield f"\theader Access-Control-Max-Age {cors.max_age_seconds}"
        yield "\theader Cache-Control no-store"
        yield "\trespond 204"
        yield "}"
    yield f"@foreign {{\n{asked}\n\t\t}}"
    yield "error @foreign edge.origin-refused 403"


def _proxy(policy: EdgePolicy, upstream: str) -> Iterator[str]:
    yield f"reverse_proxy {upstream} {{"
    yield "\tflush_interval -1"  # events leave as they come
    yield "\ttransport http {"
    yield "\t\tdial_timeout 5s"
    if policy.requests.answer_seconds is not None:
        yield f"\t\tresponse_header_timeout {policy.requests.answer_seconds:g}s"
    yield "\t}"
    yield "}"


def _origin_matcher(name: str, policy: EdgePolicy) -> Iterator[str]:
    yield f"@{name} {{"
    yield from (f"\theader Origin {origin}" for origin in policy.cors.origins)
    yield "}"


def _below(prefix: str) -> str:
    folder = prefix if prefix.endswith("/") else f"{prefix}/"
    return f"{_PATH} == {json.dumps(prefix)} || {_PATH}.startsWith({json.dumps(folder)})"


def _networks(networks: Iterable[object]) -> str:
    return " ".join(map(str, networks))


def _quoted(value: str) -> str:
    """Return a value as one token; backquotes take everything but themselves as it is."""
    return f"`{value}`" if "`" not in value else json.dumps(value)
