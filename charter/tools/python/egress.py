"""Requests of sandboxed code to hosts: those its tool names, through the guarded client, with credentials added.

The code speaks to us over the one socket it has. It sees no address, TLS key or credential: the guarded client
resolves names, pins addresses and refuses private ones, and what a host echoes of a credential is
struck out of its answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from yarl import URL

from charter.core.errors import CharterError
from charter.core.guarded_client import GuardedClient, Limits
from charter.core.telemetry import logs
from charter.sandbox.jobs import EgressAnswer, EgressRefused, EgressRequest

_log = logs.get(__name__)
_LIMITS = Limits(header_timeout_s=60, total_timeout_s=110, max_response_bytes=4 << 20, max_redirects=0)
_MOST_REQUESTS = 100
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_NOT_SENT_ON = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "expect", "keep-alive",
     "proxy-authorization", "proxy-connection", "accept-encoding"}
)  # fmt: skip
_STRUCK_OUT = "[credential]"


@dataclass(frozen=True, slots=True)
class HostCredential:
    """A header for requests to one host (``host`` for https, or ``host:port``)."""

    name: str
    host: str
    header: str
    value: str = field(repr=False)
    over_http: bool = False


class ToolEgress:
    """Sends the requests of one call.

    Args:
        hosts: patterns as in :class:`charter.tools.schemas.PythonDefinition`.
        credentials: added to requests to their hosts, whatever the code sent under that name.
    """

    def __init__(
        self, http: GuardedClient, hosts: Collection[str], credentials: Collection[HostCredential] = ()
    ) -> None:
        self._http = http
        self._hosts = frozenset(hosts)
        self._credentials = tuple(credentials)
        self._sent = 0

    async def __call__(self, asked: EgressRequest) -> EgressAnswer:
        """Send a request and return the answer; redirects are answers, followed by whoever asked.

        Raises:
            EgressRefused: it is not sent, or there is no answer; the text is for the code's author.
        """
        self._sent += 1
        if self._sent > _MOST_REQUESTS:
            raise EgressRefused(f"One call may send {_MOST_REQUESTS} requests.")
        if asked.method not in _METHODS:
            raise EgressRefused(f"The method {asked.method[:20]!r} is not sent.")
        url = _parsed(asked.url)
        if not allowed(url, self._hosts):
            raise EgressRefused(f"The tool may not reach {place(url)}: name it in its hosts.")
        fitting = [each for each in self._credentials if each.host == place(url)]
        answer = await self._send(asked, url, _headers(asked, url, fitting))
        _log.info("tools: sandboxed code reached a host", extra={"host": place(url), "status": answer.status})
        return struck_out(answer, [each.value for each in fitting])

    async def _send(self, asked: EgressRequest, url: URL, headers: Mapping[str, str]) -> EgressAnswer:
        try:
            async with await self._http.request(
                asked.method, str(url), headers=headers, body=asked.body or None, limits=_LIMITS
            ) as answer:
                body = await answer.read()
        except CharterError as error:
            raise EgressRefused(error.detail) from error
        except ValueError as error:
            raise EgressRefused("A header or the address holds characters that HTTP does not have.") from error
        pairs = [(str(name), str(value)) for name, value in answer.headers.items()]
        return EgressAnswer(answer.status, "", pairs, body)


def _parsed(text: str) -> URL:
    try:
        url = URL(text)
        known = url.scheme in {"http", "https"} and bool(url.host) and url.port is not None
    except ValueError:
        known = False
    if not known:
        raise EgressRefused(f"{text[:200]!r} is no address of a web server.")
    return url


def place(url: URL) -> str:
    """Return the host as a tool names it: alone for https on its usual port, else with the port."""
    host = (url.host or "").rstrip(".").lower()
    shown = f"[{host}]" if ":" in host else host
    return shown if url.scheme == "https" and url.port == 443 else f"{shown}:{url.port}"


def allowed(url: URL, hosts: Collection[str]) -> bool:
    """True when one of the patterns names the host: exactly, or ``*.`` before what it ends with."""
    name = place(url)
    if name in hosts:
        return True
    return any(pattern.startswith("*.") and name.endswith(pattern[1:]) for pattern in hosts)


def _headers(asked: EgressRequest, url: URL, credentials: list[HostCredential]) -> dict[str, str]:
    ours = {each.header.lower() for each in credentials}
    sent = {
        name: value for name, value in asked.headers if name.lower() not in _NOT_SENT_ON and name.lower() not in ours
    }
    for each in credentials:
        if url.scheme != "https" and not each.over_http:
            raise EgressRefused(f"The credential {each.name} is not sent over http: use https.")
        sent[each.header] = each.value
    return sent


def struck_out(answer: EgressAnswer, secrets: list[str]) -> EgressAnswer:
    """Return an answer without the secrets that a host may echo, nor the part of one after its scheme."""
    words = {word for secret in secrets for word in (secret, secret.rpartition(" ")[2]) if len(word) >= 6}
    if not words:
        return answer
    body, headers = answer.body, answer.headers
    for word in sorted(words, key=len, reverse=True):
        body = body.replace(word.encode(), _STRUCK_OUT.encode())
        headers = [(name, value.replace(word, _STRUCK_OUT)) for name, value in headers]
    return EgressAnswer(answer.status, answer.reason, headers, body)
