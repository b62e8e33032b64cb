r"""A scripted model server on loopback that speaks all four wire formats, and fails in every way a real one does.

In tests::

    async with FakeServer([Reply(text="hello")]) as server: ...
    server.url, server.requests

On its own, for benchmarks and fault tests (prints ``ready http://127.0.0.1:PORT``)::

    python -m tests.llm.fake_server '{"port": 0, "rules": [{"when": {"tool_result": true}, "reply": {"text": "42"}}],
                                      "default": {"tool_calls": [["calculator", "{\"expression\": \"6*7\"}"]]}}'

Each request is answered by the first rule that matches it, else by the next reply of ``sequence``, else by
``default``. The bytes of a reply without delays are made once, so a request costs little more than its parsing.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from dataclasses import dataclass, field, fields
from typing import Any, Self

import orjson

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_USAGE = (12, 34, 5)
_TOOL_RESULTS = (b'"role":"tool"', b'"function_call_output"', b'"tool_result"', b'"functionResponse"')


@dataclass
class Reply:
    """How to answer one request; the plain default is a short text.

    ``raw`` sends these bytes as the body whatever was asked; ``cut_after`` closes the connection after so many
    chunks; ``endless`` never stops sending text; ``silent_after`` stops sending after so many chunks but keeps the
    connection; ``hang`` sends nothing at all; ``drop`` closes without a byte; ``fragment`` sends the stream in pieces
    of so many bytes.
    """

    text: str = "Hello from the fake model."
    tool_calls: list[tuple[str, str]] = field(default_factory=list)
    chunks: int = 5
    chunk_delay_s: float = 0.0
    delay_s: float = 0.0
    status: int = 200
    error: str = "scripted failure"
    error_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    stop: str | None = None
    usage: tuple[int, int, int] | None = _USAGE
    raw: str | None = None
    content_type: str | None = None
    cut_after: int | None = None
    silent_after: int | None = None
    endless: bool = False
    hang: bool = False
    drop: bool = False
    fragment: int = 0

    @classmethod
    def of(cls, document: dict[str, Any]) -> Reply:
        known = {entry.name for entry in fields(cls)}
        if unknown := set(document) - known:
            raise ValueError(f"unknown fields of a reply: {sorted(unknown)}")
        return cls(**document)

    @property
    def is_plain(self) -> bool:
        timed = self.delay_s or self.chunk_delay_s or self.hang or self.drop or self.endless or self.fragment
        return not timed and self.cut_after is None and self.silent_after is None


@dataclass
class Rule:
    """When ``when`` matches a request (``model``, ``contains`` in the last message, ``tool_result``), ``reply``."""

    when: dict[str, Any]
    reply: Reply

    def matches(self, request: Request) -> bool:
        for key, wanted in self.when.items():
            if key == "model" and request.model != wanted:
                return False
            if key == "contains" and wanted.encode() not in request.raw:
                return False
            if key == "tool_result" and request.has_tool_result != wanted:
                return False
        return True


class Request:
    """A request as it came in."""

    def __init__(self, head: bytes, raw: bytes) -> None:
        self.head = head
        self.raw = raw
        first = head.split(b"\r\n", 1)[0].split(b" ")
        self.method, self.path = first[0].decode(), first[1].decode()

    @property
    def body(self) -> Any:
        return orjson.loads(self.raw) if self.raw else None

    @property
    def headers(self) -> dict[str, str]:
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        return {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
        }

    @property
    def key(self) -> str | None:
        headers = self.headers
        bearer = headers.get("authorization", "")
        return headers.get("x-api-key") or headers.get("x-goog-api-key") or bearer.removeprefix("Bearer ") or None

    @property
    def model(self) -> str:
        found = re.search(r"/models/([^:/?]+):", self.path)
        return found.group(1) if found else str((self.body or {}).get("model"))

    @property
    def has_tool_result(self) -> bool:
        return any(mark in self.raw for mark in _TOOL_RESULTS)

    @property
    def wire(self) -> str | None:
        path = self.path
        if path.endswith("/chat/completions"):
            return "chat"
        if path.endswith("/responses"):
            return "responses"
        if path.endswith("/v1/messages"):
            return "anthropic"
        return "gemini" if "enerateContent" in path else None

    @property
    def is_streamed(self) -> bool:
        return ":streamGenerateContent" in self.path or b'"stream":true' in self.raw or b'"stream": true' in self.raw


class FakeServer:
    """The server; use it as an async context manager."""

    def __init__(
        self,
        sequence: list[Reply] | None = None,
        *,
        rules: list[Rule] | None = None,
        default: Reply | None = None,
        key: str | None = None,
        models: list[str] | None = None,
        port: int = 0,
        keep_requests: bool = True,
    ) -> None:
        self.sequence = list(sequence or [])
        self.rules = rules or []
        self.default = default or Reply()
        self.key = key
        self.models = models or ["fake-large", "fake-small"]
        self.port = port
        self.keep_requests = keep_requests
        self.requests: list[Request] = []
        self.open_connections = 0
        self.answered = 0
        self.closed_early = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._ready: dict[tuple[int, str, bool], tuple[Reply, bytes]] = {}
        self._transports: set[asyncio.Transport] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def calls(self) -> list[Request]:
        """The requests to a model, without lists of models."""
        return [request for request in self.requests if request.wire]

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for transport in list(self._transports):
            transport.abort()
        await asyncio.sleep(0)

    def reply_to(self, request: Request) -> Reply:
        for rule in self.rules:
            if rule.matches(request):
                return rule.reply
        return self.sequence.pop(0) if self.sequence else self.default

    def plain_bytes(self, reply: Reply, wire: str, streamed: bool) -> bytes:
        key = (id(reply), wire, streamed)
        ready = self._ready.get(key)
        if ready is None:
            head, pieces = respond(reply, wire, streamed)
            payload = b"".join(pieces)
            if streamed and reply.status == 200:
                framed = b"%x\r\n%b\r\n" % (len(payload), payload) if payload else b""
                payload = framed + b"0\r\n\r\n"
            ready = self._ready[key] = (reply, head + payload)
        return ready[1]


class _Connection(asyncio.Protocol):
    def __init__(self, server: FakeServer) -> None:
        self.server = server
        self.buffer = b""
        self.task: asyncio.Task[None] | None = None
        self.gone = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.server.open_connections += 1
        self.server._transports.add(transport)

    def connection_lost(self, _: Exception | None) -> None:
        self.gone = True
        self.server.open_connections -= 1
        self.server._transports.discard(self.transport)
        if self.task is not None and not self.task.done():
            self.server.closed_early.set()
            self.task.cancel()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            found = _LENGTH.search(self.buffer, 0, end)
            size = end + 4 + (int(found.group(1)) if found else 0)
            if len(self.buffer) < size:
                return
            request = Request(self.buffer[:end], self.buffer[end + 4 : size])
            self.buffer = self.buffer[size:]
            self.answer(request)

    def answer(self, request: Request) -> None:
        server = self.server
        if server.keep_requests:
            server.requests.append(request)
        server.answered += 1
        if server.key is not None and request.key != server.key:
            self.transport.write(_json_response(401, {"error": {"message": f"bad key {request.key}", "code": 401}}))
            return
        wire = request.wire
        if wire is None:
            self.transport.write(_side_door(server, request))
            return
        reply = server.reply_to(request)
        if reply.is_plain:
            self.transport.write(server.plain_bytes(reply, wire, request.is_streamed))
        else:
            self.task = asyncio.get_running_loop().create_task(self.play(reply, wire, request.is_streamed))

    async def play(self, reply: Reply, wire: str, streamed: bool) -> None:
        if reply.drop:
            self.transport.close()
            return
        await asyncio.sleep(3600 if reply.hang else reply.delay_s)
        head, pieces = respond(reply, wire, streamed)
        chunked = streamed and reply.status == 200
        self.transport.write(head)
        if reply.fragment:
            whole = b"".join(pieces)
            pieces = [whole[at : at + reply.fragment] for at in range(0, len(whole), reply.fragment)]
        for number, piece in enumerate(pieces):
            if number == reply.cut_after:
                self.transport.close()
                return
            if number == reply.silent_after:
                await asyncio.sleep(3600)
            self.transport.write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
            if reply.chunk_delay_s or reply.fragment:
                await asyncio.sleep(reply.chunk_delay_s)
            while reply.endless and number == 1 and not self.gone:
                more = delta(wire, "and on and on " * 64)
                self.transport.write(b"%x\r\n%b\r\n" % (len(more), more))
                await asyncio.sleep(0)
        if chunked:
            self.transport.write(b"0\r\n\r\n")


def _json_response(status: int, document: Any) -> bytes:
    body = orjson.dumps(document)
    return b"HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
        status,
        len(body),
        body,
    )


def _side_door(server: FakeServer, request: Request) -> bytes:  # noqa: PLR0911 - one line per address
    """Lists of models, and Ollama's own API."""
    path = request.path.split("?")[0]
    if path == "/api/tags":
        entries = [{"name": name, "size": 1000, "details": {"family": "fake"}} for name in server.models]
        return _json_response(200, {"models": entries})
    if path == "/api/version":
        return _json_response(200, {"version": "0.0.0"})
    if path == "/api/show":
        if request.body.get("model") not in server.models:
            return _json_response(404, {"error": "model not found"})
        return _json_response(200, {"details": {"family": "fake"}, "capabilities": ["completion", "tools"]})
    if path == "/api/pull":
        name = request.body["model"]
        if name == "missing":
            return _json_response(200, {"error": "pull model manifest: file does not exist"})
        server.models.append(name)
        steps = [{"status": "pulling", "total": 10, "completed": done} for done in (0, 5, 10)] + [{"status": "success"}]
        body = b"".join(orjson.dumps(step) + b"\n" for step in steps)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: %d\r\n\r\n" % len(body)
        return head + body
    if path.endswith("/models"):
        if "/v1beta" in path:
            return _json_response(200, {"models": [{"name": f"models/{name}"} for name in server.models]})
        return _json_response(
            200, {"object": "list", "data": [{"id": name, "object": "model"} for name in server.models]}
        )
    return _json_response(404, {"error": {"message": f"no such address {path}"}})


def respond(reply: Reply, wire: str, streamed: bool) -> tuple[bytes, list[bytes]]:
    """Return the head of the response and the pieces of its body."""
    extra = "".join(f"{name}: {value}\r\n" for name, value in reply.headers.items())
    if reply.status != 200:
        body = reply.raw.encode() if reply.raw is not None else orjson.dumps(error_body(reply, wire))
        head = (
            f"HTTP/1.1 {reply.status} X\r\nContent-Type: application/json\r\n{extra}Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode(), [body]
    kind = reply.content_type or ("text/event-stream" if streamed else "application/json")
    pieces = [reply.raw.encode()] if reply.raw is not None else list(_PIECES[wire](reply, streamed))
    framing = "Transfer-Encoding: chunked" if streamed else f"Content-Length: {sum(map(len, pieces))}"
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{extra}{framing}\r\n\r\n".encode(), pieces


def error_body(reply: Reply, wire: str) -> dict[str, Any]:
    if wire == "gemini":
        return {"error": {"code": reply.status, "message": reply.error, "status": reply.error_type or "FAILED"}}
    error = {"type": reply.error_type or "api_error", "message": reply.error}
    return {"type": "error", "error": error} if wire == "anthropic" else {"error": error}


def delta(wire: str, text: str) -> bytes:
    """Return the event that adds ``text`` to a stream."""
    match wire:
        case "chat":
            return _event({"id": "c1", "model": "fake", "choices": [{"index": 0, "delta": {"content": text}}]})
        case "responses":
            return _event({"type": "response.output_text.delta", "delta": text}, "response.output_text.delta")
        case "anthropic":
            document = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}}
            return _event(document, "content_block_delta")
        case _:
            return _event({"candidates": [{"content": {"role": "model", "parts": [{"text": text}]}}]})


def _event(document: Any, name: str = "") -> bytes:
    return (f"event: {name}\n".encode() if name else b"") + b"data: " + orjson.dumps(document) + b"\n\n"


def split(text: str, count: int) -> list[str]:
    if not text:
        return []
    size = -(-len(text) // max(count, 1))
    return [text[at : at + size] for at in range(0, len(text), size)]


def _chat(reply: Reply, streamed: bool) -> list[bytes]:
    finish = reply.stop or ("tool_calls" if reply.tool_calls else "stop")
    usage = None
    if reply.usage:
        given, made, cached = reply.usage
        usage = {"prompt_tokens": given, "completion_tokens": made, "total_tokens": given + made}
        usage["prompt_tokens_details"] = {"cached_tokens": cached}
    calls = [
        {"id": f"call_{number}", "type": "function", "function": {"name": name, "arguments": arguments}}
        for number, (name, arguments) in enumerate(reply.tool_calls)
    ]
    head = {"id": "c1", "object": "chat.completion", "created": 1, "model": "fake"}
    if not streamed:
        message = {"role": "assistant", "content": reply.text or None, **({"tool_calls": calls} if calls else {})}
        choice = {"index": 0, "message": message, "finish_reason": finish}
        return [orjson.dumps({**head, "choices": [choice], **({"usage": usage} if usage else {})})]
    head["object"] = "chat.completion.chunk"
    pieces = [delta("chat", text) for text in split(reply.text, reply.chunks)]
    for number, call in enumerate(calls):
        begin = {"index": number, **call, "function": {"name": call["function"]["name"], "arguments": ""}}
        fragments = [begin]
        fragments += [
            {"index": number, "function": {"arguments": part}} for part in split(call["function"]["arguments"], 3)
        ]
        pieces += [_event({**head, "choices": [{"index": 0, "delta": {"tool_calls": [part]}}]}) for part in fragments]
    pieces.append(_event({**head, "choices": [{"index": 0, "delta": {}, "finish_reason": finish}]}))
    if usage:
        pieces.append(_event({**head, "choices": [], "usage": usage}))
    return [*pieces, b"data: [DONE]\n\n"]


def _responses(reply: Reply, streamed: bool) -> list[bytes]:
    content = [{"type": "output_text", "text": reply.text, "annotations": []}]
    output: list[dict[str, Any]] = []
    if reply.text:
        output.append({"type": "message", "id": "m1", "role": "assistant", "status": "completed", "content": content})
    output += [
        {"type": "function_call", "id": f"f{number}", "call_id": f"call_{number}", "name": name, "arguments": arguments}
        for number, (name, arguments) in enumerate(reply.tool_calls)
    ]
    document: dict[str, Any] = {
        "id": "r1",
        "object": "response",
        "model": "fake",
        "status": "completed",
        "output": output,
    }
    if reply.stop:
        document |= {"status": "incomplete", "incomplete_details": {"reason": reply.stop}}
    if reply.usage:
        given, made, cached = reply.usage
        document["usage"] = {
            "input_tokens": given,
            "output_tokens": made,
            "input_tokens_details": {"cached_tokens": cached},
        }
    if not streamed:
        return [orjson.dumps(document)]
    pieces = [_event({"type": "response.created", "response": {"id": "r1"}}, "response.created")]
    pieces += [delta("responses", text) for text in split(reply.text, reply.chunks)]
    pieces += [
        _event({"type": "response.output_item.done", "item": item}, "response.output_item.done") for item in output
    ]
    kind = "response.incomplete" if reply.stop else "response.completed"
    return [*pieces, _event({"type": kind, "response": document}, kind)]


def _anthropic(reply: Reply, streamed: bool) -> list[bytes]:
    stop = reply.stop or ("tool_use" if reply.tool_calls else "end_turn")
    given, made, cached = reply.usage or (0, 0, 0)
    usage = {"input_tokens": given - cached, "cache_read_input_tokens": cached, "output_tokens": made}
    head = {"id": "m1", "type": "message", "role": "assistant", "model": "fake"}
    blocks: list[dict[str, Any]] = [{"type": "text", "text": reply.text}] if reply.text else []
    blocks += [
        {"type": "tool_use", "id": f"call_{number}", "name": name, "input": arguments}
        for number, (name, arguments) in enumerate(reply.tool_calls)
    ]
    if not streamed:
        content = [
            {**block, "input": json.loads(block["input"])} if block["type"] == "tool_use" else block for block in blocks
        ]
        counted = {"usage": usage} if reply.usage else {}
        return [orjson.dumps({**head, "content": content, "stop_reason": stop, **counted})]
    begun = {**head, "content": [], "usage": {**usage, "output_tokens": 1}} if reply.usage else head
    pieces = [_event({"type": "message_start", "message": begun}, "message_start"), _event({"type": "ping"}, "ping")]
    for number, block in enumerate(blocks):
        empty = {**block, "text": ""} if block["type"] == "text" else {**block, "input": {}}
        pieces.append(_event({"type": "content_block_start", "index": number, "content_block": empty}))
        if block["type"] == "text":
            pieces += [delta("anthropic", text) for text in split(reply.text, reply.chunks)]
        else:
            for part in split(block["input"], 3):
                change = {"type": "input_json_delta", "partial_json": part}
                pieces.append(_event({"type": "content_block_delta", "index": number, "delta": change}))
        pieces.append(_event({"type": "content_block_stop", "index": number}))
    end: dict[str, Any] = {"type": "message_delta", "delta": {"stop_reason": stop}}
    if reply.usage:
        end["usage"] = {"output_tokens": made}
    return [*pieces, _event(end, "message_delta"), _event({"type": "message_stop"}, "message_stop")]


def _gemini(reply: Reply, streamed: bool) -> list[bytes]:
    finish = reply.stop or "STOP"
    given, made, cached = reply.usage or (0, 0, 0)
    usage = {"promptTokenCount": given, "candidatesTokenCount": made, "cachedContentTokenCount": cached}
    calls = [
        {"functionCall": {"name": name, "args": json.loads(arguments)}, "thoughtSignature": f"sig{number}"}
        for number, (name, arguments) in enumerate(reply.tool_calls)
    ]
    tail = {"modelVersion": "fake", **({"usageMetadata": usage} if reply.usage else {})}
    if not streamed:
        parts = ([{"text": reply.text}] if reply.text else []) + calls
        candidate = {"content": {"role": "model", "parts": parts}, "finishReason": finish}
        return [orjson.dumps({"candidates": [candidate], **tail})]
    pieces = [delta("gemini", text) for text in split(reply.text, reply.chunks)]
    pieces += [_event({"candidates": [{"content": {"parts": [call]}}]}) for call in calls]
    return [*pieces, _event({"candidates": [{"content": {"parts": []}, "finishReason": finish}], **tail})]


_PIECES = {"chat": _chat, "responses": _responses, "anthropic": _anthropic, "gemini": _gemini}


async def main(script: dict[str, Any]) -> None:
    server = FakeServer(
        [Reply.of(entry) for entry in script.get("sequence", [])],
        rules=[Rule(entry.get("when", {}), Reply.of(entry["reply"])) for entry in script.get("rules", [])],
        default=Reply.of(script.get("default", {})),
        key=script.get("key"),
        models=script.get("models"),
        port=script.get("port", 0),
        keep_requests=False,
    )
    async with server:
        print(f"ready {server.url}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    import uvloop

    argument = sys.argv[1] if len(sys.argv) > 1 else "{}"
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(json.loads(argument)))
