"""The client of the commands, against a scripted server; and the file where keys are kept."""

from __future__ import annotations

import json
import stat
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from charter.cli import http
from charter.cli.http import ApiClient, NotSignedIn, ServerRefusal, ServerUnreachable
from charter.cli.main import main

EVENTS = b': keep-alive\n\nid: 1\nevent: run.started\ndata: {"a":\ndata: 1}\n\ndata: [DONE]\n\nid: 2\nevent: cut'
PROBLEM = {
    "type": "/problems/agents.invalid",
    "code": "agents.invalid",
    "title": "Not valid",
    "status": 422,
    "detail": "The definition is not valid.",
    "request_id": "req_1",
    "errors": [{"path": "/name", "message": "is too long.", "suggestion": "Shorten it."}],
}


class Scripted(BaseHTTPRequestHandler):
    """Answers by path and remembers what it was sent."""

    seen: list[tuple[str, str, dict[str, str], bytes]]

    def do_GET(self):
        length = int(self.headers.get("Content-Length") or 0)
        self.server.seen.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
        kind, status, body = self.answer()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the library's name

    def answer(self):
        path = self.path.partition("?")[0]
        if path == "/v1/session" and self.headers.get("Authorization") == "Bearer chk_good":
            return "application/json", 200, b'{"principal": {"label": "ci"}, "tenant": {"name": "Acme"}}'
        if path == "/pages" and "cursor" in self.path:
            return "application/json", 200, b'{"items": [3], "next_cursor": null}'
        answers = {
            "/events": ("text/event-stream", 200, EVENTS),
            "/pages": ("application/json", 200, b'{"items": [1, 2], "next_cursor": "c"}'),
            "/nothing": ("application/json", 204, b""),
            "/broken": ("text/html", 502, b"<h1>Bad gateway</h1>"),
            "/yaml": ("application/yaml", 200, b"name: x\n"),
        }
        return answers.get(path, ("application/problem+json", 422, json.dumps(PROBLEM).encode()))

    def log_message(self, *_args):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Scripted) as running:
        running.seen = []
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def url(server, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("CHARTER_API_KEY", raising=False)
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("CHARTER_URL", address)
    return address


def test_a_request_carries_key_and_body(server, url):
    assert ApiClient(url, "chk_good").request("POST", "/yaml", {"a": "ü"}, query={"x": 1, "y": None}) == "name: x\n"
    method, path, headers, body = server.seen[0]
    assert (method, path) == ("POST", "/yaml?x=1")
    assert headers["Authorization"] == "Bearer chk_good"
    assert json.loads(body) == {"a": "ü"}


def test_text_is_sent_as_it_is(server, url):
    ApiClient(url, None).request("POST", "/nothing", "name: x", content_type="application/yaml")
    assert server.seen[0][3] == b"name: x"
    assert "Authorization" not in server.seen[0][2]


def test_a_problem_becomes_a_refusal_with_its_fields(url):
    with pytest.raises(ServerRefusal) as caught:
        ApiClient(url, None).get("/whatever")
    assert caught.value.detail == "The definition is not valid."
    assert caught.value.fields[0]["path"] == "/name"
    assert caught.value.problem() == PROBLEM
    assert caught.value.http_status == 422


def test_an_answer_that_is_no_problem_document_is_still_a_refusal(url):
    with pytest.raises(ServerRefusal, match="answered 502"):
        ApiClient(url, None).get("/broken")


def test_no_content_is_none(url):
    assert ApiClient(url, None).get("/nothing") is None


def test_all_pages_are_fetched(url):
    assert list(ApiClient(url, None).pages("/pages")) == [1, 2, 3]


def test_events_are_parsed_and_a_cut_one_is_dropped(url):
    events = list(ApiClient(url, None).events("GET", "/events"))
    assert [(event.id, event.type, event.data) for event in events] == [
        ("1", "run.started", {"a": 1}),
        ("1", "message", "[DONE]"),
    ]


def test_a_refused_stream_is_a_refusal(url):
    with pytest.raises(ServerRefusal):
        list(ApiClient(url, None).events("GET", "/whatever"))


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "ftp://x", "nonsense"])
def test_nobody_there_is_said_in_one_line(address):
    with pytest.raises(ServerUnreachable, match="CHARTER_URL"):
        ApiClient(address, None).get("/x")


def test_login_keeps_a_key_that_works_and_logout_forgets_it(url, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("sys.stdin", type("Input", (), {"readline": lambda _self: "chk_good\n"})())
    assert main(["login", "--api-key-stdin", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["url"] == url
    path = tmp_path / "charter" / "credentials.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert http.client().get("/v1/session")["tenant"]["name"] == "Acme"
    monkeypatch.delenv("CHARTER_URL")
    assert http.server_url() == url
    assert main(["logout"]) == 0
    with pytest.raises(NotSignedIn, match="charter login"):
        http.client()


def test_login_with_a_wrong_key_keeps_nothing(url, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("sys.stdin", type("Input", (), {"readline": lambda _self: "chk_bad\n"})())
    assert main(["login", "--api-key-stdin"]) == 1
    captured = capsys.readouterr()
    assert "charter: The definition is not valid." in captured.err
    assert "/name: is too long. Shorten it." in captured.err
    assert "request req_1" in captured.err
    assert not (tmp_path / "charter" / "credentials.json").exists()
    assert url


def test_keys_that_others_can_read_are_refused(url, tmp_path):
    path = http.keep_credentials(url, "chk_good")
    path.chmod(0o644)
    with pytest.raises(NotSignedIn, match="chmod 600"):
        http.client()
    assert tmp_path in path.parents
