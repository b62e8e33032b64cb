"""Requests to hosts: ``http.client`` and ``urllib.request`` send them through the server, which decides about each."""

from __future__ import annotations

import http.client
import io
import urllib.request
from typing import Any

from charter.sandbox.inside.channel import Channel

_ABOUT_THE_WIRE = frozenset({"content-length", "transfer-encoding", "connection", "content-encoding"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


class _Answer:
    """What ``http.client`` takes for a socket to read an answer from."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def makefile(self, *_arguments: object) -> io.BytesIO:
        return io.BytesIO(self._raw)


class EgressConnection(http.client.HTTPConnection):
    """A connection that connects to nothing: each request travels by itself, and the server sends it."""

    channel: Channel
    scheme = "http"

    def __init__(self, host: str, port: int | None = None, *_arguments: object, **_named: object) -> None:
        super().__init__(host, port)
        self._asked: tuple[str, str, list[list[str]], bytes]

    def connect(self) -> None:
        """Do nothing."""

    def request(self, method: str, url: str, body: Any = None, headers: Any = None, **_named: object) -> None:
        """Keep the request until its answer is wanted."""
        if hasattr(body, "read"):
            body = body.read()
        if body is not None and not isinstance(body, bytes | bytearray | str):
            body = b"".join(body)
        content = body.encode() if isinstance(body, str) else bytes(body or b"")
        sent = [[str(name), _text(value)] for name, value in dict(headers or {}).items()]
        self._asked = (method, url if "://" in url else self._origin() + url, sent, content)

    def _origin(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        default = self.port == _DEFAULT_PORTS[self.scheme]
        return f"{self.scheme}://{name}" + ("" if default else f":{self.port}")

    def getresponse(self) -> http.client.HTTPResponse:
        """Ask the server, and return its answer."""
        method, url, headers, content = self._asked
        reply, body = self.channel.ask({"egress": [method, url, headers]}, content)
        if "refused" in reply:
            raise OSError(reply["refused"])
        head = [f"HTTP/1.1 {reply['status']} {reply['reason']}"]
        head += [f"{name}: {value}" for name, value in reply["headers"] if name.lower() not in _ABOUT_THE_WIRE]
        head.append(f"Content-Length: {len(body)}")
        raw = "\r\n".join(head).encode("latin-1", "replace") + b"\r\n\r\n" + body
        response = http.client.HTTPResponse(_Answer(raw), method=method)  # type: ignore[arg-type] # reads alone
        response.begin()
        return response


class SecureEgressConnection(EgressConnection):
    """The same for https: the server speaks TLS, so that it can add what this code must not see."""

    scheme = "https"
    default_port = 443


class _Handler(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(EgressConnection, req)


class _SecureHandler(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(SecureEgressConnection, req)


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def use_egress(channel: Channel) -> None:
    """Let the standard library's clients ask the server."""
    EgressConnection.channel = channel
    http.client.HTTPConnection = EgressConnection  # type: ignore[misc]
    http.client.HTTPSConnection = SecureEgressConnection  # type: ignore[misc,assignment]
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Handler, _SecureHandler)
    urllib.request.install_opener(opener)
