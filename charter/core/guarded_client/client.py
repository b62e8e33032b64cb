"""The guarded HTTP client: resolve, check, pin, connect; every hop again."""

from __future__ import annotations

import asyncio
import io
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from charter.core.guarded_client.addresses import AddressRules
from charter.core.guarded_client.errors import (
    AddressBlocked,
    ConnectionCutOff,
    ConnectionRefused,
    HostUnresolvable,
    OutgoingError,
    OutgoingTimeout,
    RedirectRefused,
    ResponseNotHttp,
    TlsFailed,
    UrlInvalid,
)
from charter.core.guarded_client.response import GuardedResponse

Lookup = Callable[[str, int, int], Awaitable[list[tuple[Any, ...]]]]
"""(host, port, family) to address tuples as ``getaddrinfo`` returns them; tests put their own name server here."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# What may travel to another origin; everything else could be a credential.
_HARMLESS_HEADERS = frozenset({"accept", "accept-language", "accept-encoding", "user-agent"})
# A connection that rested is used again only while its server surely keeps it: a request that meets the server's
# closing is lost, and what is not to be done twice is not sent again. Applications by themselves close after 5 s
# (uvicorn, Node), what ends TLS for them after a minute or more.
_KEPT_S = {"http": 4.0, "https": 30.0}
# aiohttp warns above 1 MiB when it is given bytes.
_LARGE_BODY_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how large a response may be.

    Attributes:
        header_timeout_s: from the start of the request (connecting included) to the response's head.
        idle_timeout_s: between two pieces of the body, counted only while somebody waits for one.
        total_timeout_s: from the start to the last byte; None is without limit.
        max_response_bytes: of the body, after decompression.
        max_redirects: how many hops are followed; 0 returns the redirect itself.
    """

    connect_timeout_s: float = 10.0
    header_timeout_s: float = 60.0
    idle_timeout_s: float = 60.0
    total_timeout_s: float | None = 600.0
    max_response_bytes: int = 32 << 20
    max_redirects: int = 0


class GuardedClient:
    """One client per process: a shared pool of kept-alive connections, each pinned to an address that was checked.

    A name is resolved once per connection, all its addresses are checked, and the connection goes to one of those
    addresses (``Host`` and TLS server name stay the name), so a name server that changes its answer in between
    changes nothing. Proxies from the environment are not used, cookies are not kept.

    Args:
        rules: which addresses may be reached.
        tls: TLS context to use instead of the default one with the system's authorities.
        lookup: name resolution to use instead of the system's.
        max_connections: at once, with TLS and without it each.
    """

    def __init__(
        self,
        rules: AddressRules | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        lookup: Lookup | None = None,
        max_connections: int = 1024,
    ) -> None:
        self._rules = rules or AddressRules()
        self._tls = tls
        self._resolver = _CheckedResolver(self._rules, lookup or _system_lookup)
        self._max_connections = max_connections
        self._sessions: dict[str, aiohttp.ClientSession] = {}
        self._timeouts: dict[float, aiohttp.ClientTimeout] = {}
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections; requests after this are refused."""
        self._closed = True
        while self._sessions:
            await self._sessions.popitem()[1].close()

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        limits: Limits = Limits(),
    ) -> GuardedResponse:
        """Send a request and return the response once its head has arrived; the caller closes it.

        Any status is returned, not raised.

        Raises:
            UrlInvalid: not http or https, no host, or credentials in the URL.
            AddressBlocked: the host, or that of a redirect, is inside and not on the operator's list.
            HostUnresolvable, ConnectionRefused, TlsFailed, OutgoingTimeout, ConnectionCutOff, ResponseNotHttp,
            RedirectRefused: as their names say.
        """
        loop = asyncio.get_running_loop()
        started = loop.time()
        deadline = None if limits.total_timeout_s is None else started + limits.total_timeout_s
        headers_by = started + limits.header_timeout_s
        if deadline is not None:
            headers_by = min(headers_by, deadline)
        target = self._checked_url(url)
        sent_headers = dict(headers or {})
        for hop in range(limits.max_redirects + 1):
            response = await self._send(method, target, sent_headers, body, limits, headers_by)
            if response.status not in _REDIRECTS or not limits.max_redirects or "Location" not in response.headers:
                return GuardedResponse(
                    response,
                    idle_timeout_s=limits.idle_timeout_s,
                    deadline=deadline,
                    max_bytes=limits.max_response_bytes,
                )
            location, status = response.headers["Location"], response.status
            response.close()
            if hop == limits.max_redirects:
                break
            method, target, sent_headers, body = self._next_hop(method, target, sent_headers, body, status, location)
        raise RedirectRefused(f"{url} redirects more than {limits.max_redirects} times.")

    def _checked_url(self, text: str) -> URL:
        try:
            url = URL(text)
            port = url.port
        except ValueError as error:
            raise UrlInvalid(f"{text[:200]!r} is not a URL: {error}") from error
        if url.scheme not in {"http", "https"}:
            raise UrlInvalid(f"{text[:200]!r}: only http and https addresses can be fetched.")
        host = url.host
        if not host or port is None:
            raise UrlInvalid(f"{text[:200]!r} has no host.")
        if url.raw_user is not None or url.raw_password is not None:
            raise UrlInvalid("Credentials in a URL are not used; give them as a key or a header.")
        # An address written as such never passes the resolver.
        if _is_literal(host):
            self._rules.require(host, port, (host,))
        return url

    async def _send(
        self,
        method: str,
        url: URL,
        headers: Mapping[str, str],
        body: bytes | None,
        limits: Limits,
        headers_by: float,
    ) -> aiohttp.ClientResponse:
        session = self._sessions.get(url.scheme) or self._open_session(url.scheme)
        data = io.BytesIO(body) if body is not None and len(body) > _LARGE_BODY_BYTES else body
        try:
            async with asyncio.timeout_at(headers_by):
                return await session.request(
                    method,
                    url,
                    headers=headers,
                    data=data,
                    allow_redirects=False,
                    timeout=self._timeout(limits.connect_timeout_s),
                )
        except aiohttp.ConnectionTimeoutError as error:
            raise OutgoingTimeout(
                f"{url.host}:{url.port} accepted no connection within {limits.connect_timeout_s:g} s.", phase="connect"
            ) from error
        except TimeoutError as error:
            raise OutgoingTimeout(f"{url.host}:{url.port} did not answer in time.", phase="headers") from error
        except (aiohttp.ClientError, OSError) as error:
            raise _typed(error, url) from error

    def _open_session(self, scheme: str) -> aiohttp.ClientSession:
        if self._closed:
            raise ConnectionRefused("The client is closed because Charter is shutting down.")
        connector = aiohttp.TCPConnector(
            resolver=self._resolver,
            # Refuses a socket to an address that nobody checked, whatever way it took here.
            socket_factory=self._resolver.open_socket,
            ssl=self._tls or True,
            limit=self._max_connections,
            ttl_dns_cache=30,
            keepalive_timeout=_KEPT_S[scheme],
        )
        session = self._sessions[scheme] = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=True,
            headers={"User-Agent": "Charter", "Accept": "*/*", "Accept-Encoding": "identity"},
        )
        return session

    def _timeout(self, connect_timeout_s: float) -> aiohttp.ClientTimeout:
        timeout = self._timeouts.get(connect_timeout_s)
        if timeout is None:
            timeout = aiohttp.ClientTimeout(total=None, sock_connect=connect_timeout_s)
            if len(self._timeouts) < 64:
                self._timeouts[connect_timeout_s] = timeout
        return timeout

    def _next_hop(
        self, method: str, url: URL, headers: dict[str, str], body: bytes | None, status: int, location: str
    ) -> tuple[str, URL, dict[str, str], bytes | None]:
        try:
            joined = str(url.join(URL(location)))
        except ValueError as error:
            raise RedirectRefused(f"{url.host} redirects to something that is not a URL.") from error
        target = self._checked_url(joined)
        if url.scheme == "https" and target.scheme == "http":
            raise RedirectRefused(f"{url.host} redirects from https to http, which would send the request in clear.")
        if status == 303 or (status in {301, 302} and method == "POST"):
            method, body = "GET", None
            headers = {name: value for name, value in headers.items() if name.lower() != "content-type"}
        if target.origin() != url.origin():
            if body is not None:
                raise RedirectRefused(
                    f"{url.host} redirects a request with a body to {target.host}; it was not sent on."
                )
            headers = {name: value for name, value in headers.items() if name.lower() in _HARMLESS_HEADERS}
        return method, target, headers, body


class _CheckedResolver(AbstractResolver):
    """Resolves a name and refuses it if any address is not allowed; the connector then uses these addresses only."""

    def __init__(self, rules: AddressRules, lookup: Lookup) -> None:
        self._rules = rules
        self._lookup = lookup
        self._by_name: set[tuple[str, int]] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._lookup(host, port, family)
        results: list[ResolveResult] = []
        for kind, _, proto, _, sockaddr in found:
            if kind not in {socket.AF_INET, socket.AF_INET6}:
                continue
            address = str(sockaddr[0])
            results.append(
                ResolveResult(
                    hostname=host,
                    host=address,
                    port=port,
                    family=kind,
                    proto=proto,
                    flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
                )
            )
        if not results:
            raise OSError(f"{host} has no address")
        self._rules.require(host, port, [result["host"] for result in results])
        if self._rules.allows_name(host, port):
            self._by_name.update((result["host"], port) for result in results)
        return results

    def open_socket(self, address: tuple[Any, ...]) -> socket.socket:
        family, kind, proto, _, sockaddr = address
        host, port = str(sockaddr[0]), int(sockaddr[1])
        if (
            not self._rules.allows_address(host, port)
            and (host, port) not in self._by_name
            and not self._rules.allows_name(host, port)
        ):
            raise AddressBlocked("The connection would go to an address that is not allowed.")
        return socket.socket(family, kind, proto)

    async def close(self) -> None:
        self._by_name.clear()


async def _system_lookup(host: str, port: int, family: int) -> list[tuple[Any, ...]]:
    loop = asyncio.get_running_loop()
    return list(await loop.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG))


def _is_literal(host: str) -> bool:
    # Only digits and colons begin an address; the parse is spared for ordinary names.
    if not (host[0].isdigit() or ":" in host):
        return False
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _typed(error: Exception, url: URL) -> OutgoingError:
    place = f"{url.host}:{url.port}"
    match error:
        case aiohttp.ClientConnectorDNSError():
            return HostUnresolvable(f"No address was found for {url.host}. Check the spelling of the URL.")
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            return TlsFailed(f"{place} has no valid TLS certificate for this name.")
        case aiohttp.ClientConnectorError():
            return ConnectionRefused(f"{place} accepts no connection. Is the server running?")
        case aiohttp.InvalidURL():
            return UrlInvalid(f"{url} cannot be fetched.")
        case aiohttp.ClientResponseError():
            return ResponseNotHttp(f"{place} answered with something that is not HTTP.")
        case _:
            return ConnectionCutOff(f"{place} closed the connection before it answered.")
