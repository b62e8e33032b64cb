"""A small synchronous client of Charter's own HTTP API, for commands. Standard library only."""

from __future__ import annotations

import http.client
import io
import json
import os
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from urllib.parse import quote, urlencode, urlsplit

from charter import __version__
from charter.core.errors import CharterError, FieldProblem

if TYPE_CHECKING:
    from pydantic import JsonValue

DEFAULT_URL = "http://127.0.0.1:8700"
_TIMEOUT_S = 60.0
_CHUNK_BYTES = 1 << 16


class ServerRefusal(CharterError):
    """The server's problem document, as it came."""

    code, title = "cli.server-refused", "The server refused"

    def __init__(self, document: Mapping[str, Any], status: int) -> None:
        fields = [field for field in document.get("errors", []) if isinstance(field, dict)]
        super().__init__(
            str(document.get("detail") or document.get("title") or f"The server answered {status}."),
            fields=[cast("FieldProblem", field) for field in fields if "path" in field and "message" in field],
        )
        self.http_status = status
        self.document = dict(document)
        if request_id := document.get("request_id"):
            self.members["request_id"] = str(request_id)

    def problem(self) -> dict[str, JsonValue]:
        return cast("dict[str, JsonValue]", self.document) or super().problem()


class ServerUnreachable(CharterError):
    """No server answers at the address."""

    status, code, title = 503, "cli.server-unreachable", "No server answers"


class NotSignedIn(CharterError):
    """There is no API key to send."""

    status, code, title = 401, "cli.no-key", "No API key"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came, whatever its status."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Event:
    """One server-sent event."""

    id: str | None
    type: str
    data: Any


class ApiClient:
    """Sends requests to one server with one API key, or with the session that the server opens.

    Args:
        url: base address of the server.
        key: API key, or None for the few endpoints that need none.
        timeout_s: for connecting and between two parts of an answer.
        ca_file: a certificate to trust beside the system's, if it is there.
    """

    def __init__(
        self, url: str, key: str | None, *, timeout_s: float = _TIMEOUT_S, ca_file: Path | None = None
    ) -> None:
        self.url = url.rstrip("/")
        self._key = key
        self._timeout_s = timeout_s
        self._ca_file = ca_file
        self._cookies: dict[str, str] = {}

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Mapping[str, str | int | None] | None = None,
        content_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Return the decoded answer: JSON parsed, other text as ``str``, None for no content.

        Args:
            path: below the server's address, starting with ``/``; see :func:`segment` for parts of it.
            body: sent as JSON, or as it is when it is text and ``content_type`` is another.

        Raises:
            ServerRefusal: the server answered with a problem.
            ServerUnreachable: nobody answers.
        """
        connection, answer = self._send(method, path, body, query, content_type, headers)
        try:
            raw = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable(error) from error
        finally:
            connection.close()
        return _decode(answer, raw)

    def exchange(self, method: str, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Return an answer undecoded, refusals as well: for whoever compares answers.

        Raises:
            ServerUnreachable: nobody answers.
        """
        connection, answer = self._send(method, path, body, None, "application/json", headers)
        try:
            return Answer(answer.status, dict(answer.headers.items()), answer.read())
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable(error) from error
        finally:
            connection.close()

    def get(self, path: str, **query: str | int | None) -> Any:
        """Return the answer to a GET."""
        return self.request("GET", path, query=query)

    def pages(self, path: str, **query: str | int | None) -> Iterator[Any]:
        """Yield every item of a paged list, fetching pages as they are needed."""
        cursor: str | None = None
        while True:
            page = self.get(path, **query, cursor=cursor)
            yield from page["items"]
            cursor = page.get("next_cursor")
            if cursor is None:
                return

    def download(self, path: str, file: Path, query: Mapping[str, str | int | None], *, method: str = "GET") -> int:
        """Write the answer to a file as it comes; returns its size in bytes.

        Raises:
            ServerRefusal: the server answered with a problem; the file is left alone.
            ServerUnreachable: nobody answers, or the connection was lost on the way.
        """
        connection, answer = self._send(method, path, None, query, "application/json", {"Accept": "*/*"})
        try:
            if answer.status >= 400:
                _decode(answer, answer.read())
            with file.open("wb") as out:
                while chunk := self._read(answer):
                    out.write(chunk)
                return out.tell()
        except OSError as error:
            raise ServerUnreachable(f"{file} cannot be written: {error.strerror}.") from error
        finally:
            connection.close()

    def upload(self, path: str, file: Path, query: Mapping[str, str | int | None], content_type: str) -> Any:
        """Send a file as it is; returns the decoded answer.

        Raises:
            ServerRefusal: the server answered with a problem.
            ServerUnreachable: nobody answers, or the connection was lost on the way.
        """
        with file.open("rb") as body:
            size = {"Content-Length": str(file.stat().st_size)}
            return self.request("POST", path, body, query=query, content_type=content_type, headers=size)

    def _read(self, answer: http.client.HTTPResponse) -> bytes:
        try:
            return answer.read(_CHUNK_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable(error) from error

    def events(self, method: str, path: str, body: Any = None, *, after: str | None = None) -> Iterator[Event]:
        """Yield the server-sent events of an answer as they come; ends with the answer.

        Raises:
            ServerRefusal: the server answered with a problem.
            ServerUnreachable: nobody answers, or the connection was lost on the way.
        """
        headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": after} if after else {})
        connection, answer = self._send(method, path, body, None, "application/json", headers)
        try:
            if answer.status >= 400:
                _decode(answer, answer.read())
            yield from _events(answer)
        except (OSError, http.client.HTTPException) as error:
            raise self._unreachable(error) from error
        finally:
            connection.close()

    def _send(
        self,
        method: str,
        path: str,
        body: Any,
        query: Mapping[str, str | int | None] | None,
        content_type: str,
        headers: Mapping[str, str] | None,
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ServerUnreachable(f"{self.url} is not an address of the form http://host:port; correct CHARTER_URL.")
        sent = {"Accept": "application/json", "User-Agent": f"charter-cli/{__version__}"} | dict(headers or {})
        if self._key is not None:
            sent["Authorization"] = f"Bearer {self._key}"
        if self._cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        payload: bytes | BinaryIO | None = None
        if body is not None:
            payload = _encode(body, content_type)
            sent["Content-Type"] = content_type
        wanted = {name: str(value) for name, value in (query or {}).items() if value is not None}
        target = parts.path + path + (f"?{urlencode(wanted)}" if wanted else "")
        connection: http.client.HTTPConnection
        if parts.scheme == "https":
            context = ssl.create_default_context()
            if self._ca_file is not None and self._ca_file.is_file():
                context.load_verify_locations(self._ca_file)
            connection = http.client.HTTPSConnection(
                parts.hostname, parts.port, timeout=self._timeout_s, context=context
            )
        else:
            connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=self._timeout_s)
        try:
            connection.request(method, target, payload, sent)
            answer = connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise self._unreachable(error) from error
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name.strip()] = value.strip()
        return connection, answer

    def _unreachable(self, error: Exception) -> ServerUnreachable:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return ServerUnreachable(
            f"No Charter answers at {self.url} ({reason}): start one with charter up, or set CHARTER_URL."
        )


def client() -> ApiClient:
    """Return the client for the server and key in the environment, or those that ``charter login`` kept.

    Raises:
        NotSignedIn: there is no key for the server.
    """
    url, kept = server_url(), _read_credentials()
    key = os.environ.get("CHARTER_API_KEY") or kept.get("keys", {}).get(url)
    if not key:
        raise NotSignedIn(f"There is no API key for {url}: set CHARTER_API_KEY, or run charter login.")
    return ApiClient(url, key)


def server_url() -> str:
    """Return the server's address: ``CHARTER_URL``, the one last signed in to, or the default."""
    return str(os.environ.get("CHARTER_URL") or _read_credentials().get("url") or DEFAULT_URL).rstrip("/")


def keep_credentials(url: str, key: str | None) -> Path:
    """Keep a key for a server (None: forget it) in a file that only this user can read; returns the file."""
    path = credentials_path()
    kept = _read_credentials()
    keys = {server: other for server, other in kept.get("keys", {}).items() if server != url}
    if key is not None:
        keys[url] = key
    document = {"url": url if key is not None else next(iter(keys), None), "keys": keys}
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(document, file, indent=2)
    draft.replace(path)
    return path


def credentials_path() -> Path:
    """Return the file that ``charter login`` writes."""
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "charter" / "credentials.json"


def segment(value: str) -> str:
    """Return ``value`` as one segment of a path."""
    return quote(value, safe="")


def _read_credentials() -> dict[str, Any]:
    path = credentials_path()
    try:
        if path.stat().st_mode & 0o077:
            raise NotSignedIn(f"{path} can be read by other users; run: chmod 600 {path}")
        kept = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise NotSignedIn(f"{path} cannot be read: remove it and run charter login again.") from error
    return kept if isinstance(kept, dict) else {}


def _encode(body: Any, content_type: str) -> bytes | BinaryIO:
    if isinstance(body, io.BufferedReader):
        return body
    if isinstance(body, str) and content_type != "application/json":
        return body.encode()
    return json.dumps(body, ensure_ascii=False).encode()


def _decode(answer: http.client.HTTPResponse, raw: bytes) -> Any:
    kind = (answer.headers.get_content_type() or "").lower()
    text = raw.decode(errors="replace")
    decoded: Any = text
    if kind == "application/json" or kind.endswith("+json"):
        try:
            decoded = json.loads(text)
        except ValueError:
            decoded = text
    if answer.status >= 400:
        raise ServerRefusal(decoded if isinstance(decoded, dict) else {}, answer.status)
    return decoded if raw else None


def _events(answer: http.client.HTTPResponse) -> Iterator[Event]:
    """Split a body into events (WHATWG HTML, "Server-sent events")."""
    identity: str | None = None
    kind, data = "message", list[str]()
    for raw in answer:
        line = raw.decode(errors="replace").rstrip("\r\n")
        if not line:
            if data:
                yield Event(identity, kind, _json_or_text("\n".join(data)))
            kind, data = "message", []
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "id":
                identity = value
            case "event":
                kind = value
            case "data":
                data.append(value)
            case _:
                pass  # comments keep the connection open; other fields are for browsers


def _json_or_text(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
