"""The demo model as a child process: it answers, streams, fills a schema, keeps to itself and ends with its parent."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time

import psutil
import pytest

from charter.core.errors import StartRefused
from charter.llm.demo.model_file import find_demo_model, thread_count

pytestmark = pytest.mark.skipif(find_demo_model() is None, reason="the demo model is not installed (make setup)")

TOKEN = secrets.token_urlsafe(16)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(port, method, path, body=None, token=TOKEN):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    connection.request(method, path, json.dumps(body) if body else None, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def await_health(port, process):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the demo model ended while starting"
        try:
            if ask(port, "GET", "/health")[0].status == 200:
                return
        except OSError:
            pass
        time.sleep(0.05)
    pytest.fail("the demo model did not become healthy")


@pytest.fixture(scope="module")
def demo():
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "charter.llm.demo", "--port", str(port)],
        env=os.environ | {"CHARTER_DEMO_MODEL_TOKEN": TOKEN},
    )
    await_health(port, process)
    yield port, process
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0


QUESTION = {"messages": [{"role": "user", "content": "What is the capital of France?"}], "max_tokens": 40}


def test_it_knows_the_capital_of_france_and_counts_its_tokens(demo):
    _, text = ask(demo[0], "POST", "/v1/chat/completions", QUESTION)
    answer = json.loads(text)
    assert "Paris" in answer["choices"][0]["message"]["content"]
    assert answer["usage"]["prompt_tokens"] > 5
    assert answer["usage"]["completion_tokens"] > 3


@pytest.mark.parametrize(
    "system", ["You are a helpful assistant.", "You are the chatbot of a shop. Be polite, concise and accurate."]
)
@pytest.mark.parametrize("temperature", [0, 0.7])
def test_it_knows_it_under_other_instructions_too(demo, system, temperature):
    messages = [{"role": "system", "content": system}, *QUESTION["messages"]]
    body = QUESTION | {"messages": messages, "temperature": temperature}
    assert "Paris" in ask(demo[0], "POST", "/v1/chat/completions", body)[1]


def test_it_streams_with_usage_at_the_end(demo):
    answer, text = ask(
        demo[0], "POST", "/v1/chat/completions", QUESTION | {"stream": True, "stream_options": {"include_usage": True}}
    )
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    events = [line.removeprefix("data: ") for line in text.splitlines() if line.startswith("data: ")]
    assert events[-1] == "[DONE]"
    chunks = [json.loads(event) for event in events[:-1]]
    deltas = [choice["delta"].get("content") for chunk in chunks for choice in chunk["choices"]]
    assert len([delta for delta in deltas if delta]) > 3
    assert "Paris" in "".join(delta for delta in deltas if delta)
    assert chunks[-1]["usage"]["completion_tokens"] > 3


def test_it_fills_a_schema(demo):
    schema = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
        "required": ["name", "age"],
        "additionalProperties": False,
    }
    body = {
        "messages": [{"role": "user", "content": "Extract as JSON: Tom is 31 years old."}],
        "max_tokens": 60,
        "response_format": {"type": "json_schema", "json_schema": {"name": "person", "strict": True, "schema": schema}},
    }
    content = json.loads(ask(demo[0], "POST", "/v1/chat/completions", body)[1])["choices"][0]["message"]["content"]
    assert json.loads(content) == {"name": "Tom", "age": 31}


@pytest.mark.parametrize("token", [None, "guess"])
def test_nobody_without_the_token_is_served(demo, token):
    assert ask(demo[0], "POST", "/v1/chat/completions", QUESTION, token)[0].status == 401


def test_it_listens_on_loopback_only_and_hides_its_token(demo):
    port, process = demo
    listening = [c for c in psutil.Process(process.pid).net_connections("tcp") if c.status == psutil.CONN_LISTEN]
    assert [(c.laddr.ip, c.laddr.port) for c in listening] == [("127.0.0.1", port)]
    assert TOKEN not in " ".join(psutil.Process(process.pid).cmdline())
    assert ask(port, "GET", "/slots")[0].status != 200


_PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-m", "charter.llm.demo", "--port", sys.argv[1]])
print(child.pid, flush=True)
time.sleep(300)
"""


def test_it_ends_when_its_parent_is_killed():
    port = free_port()
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, str(port)],
        env=os.environ | {"CHARTER_DEMO_MODEL_TOKEN": TOKEN},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    await_health(port, parent)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    await_end(child)


def await_end(process: psutil.Process, within_s: float = 20.0) -> None:
    """Wait until a process that is not our child has ended; whoever adopted it may not have reaped it yet."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return
        except psutil.NoSuchProcess:
            return
        time.sleep(0.05)
    raise AssertionError(f"process {process.pid} still runs")


def start_refused(*arguments, token=TOKEN):
    done = subprocess.run(
        [sys.executable, "-m", "charter.llm.demo", *arguments],
        check=False,
        env=os.environ | {"CHARTER_DEMO_MODEL_TOKEN": token},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    return done.stderr


def test_it_is_never_served_without_a_token():
    assert "never served without a token" in start_refused("--port", str(free_port()), token="")


def test_a_file_that_is_no_model_is_refused(tmp_path):
    path = tmp_path / "model.gguf"
    assert "cannot be read" in start_refused("--port", str(free_port()), "--model", str(path))
    path.write_bytes(b"not a model")
    assert "no GGUF model file" in start_refused("--port", str(free_port()), "--model", str(path))


def test_the_operators_own_file_is_taken(tmp_path):
    path = tmp_path / "My-Model.gguf"
    path.write_bytes(b"GGUF....")
    model = find_demo_model(path)
    assert model is not None
    assert (model.path, model.name, model.packaged) == (path, "my-model", False)
    with pytest.raises(StartRefused, match="CHARTER_LOCAL_GGUF"):
        find_demo_model(tmp_path / "missing.gguf")


@pytest.mark.parametrize(("cores", "threads"), [(1, 1), (2, 1), (3, 1), (4, 3), (8, 7)])
def test_threads_leave_room_for_the_rest(monkeypatch, cores, threads):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(cores)))
    assert thread_count() == threads
