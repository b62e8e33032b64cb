"""Nothing in the product reaches another server over HTTP but the guarded client."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[3] / "charter"
CLIENTS = {
    "aiohttp", "httpx", "httpx2", "requests", "urllib3", "http.client", "urllib.request", "pycurl", "httplib2",
    "openai", "anthropic", "google.genai", "mcp", "fastmcp",
}  # fmt: skip
"""Libraries that send HTTP requests, and such as bring their own client along."""
ALLOWED = {
    "core/guarded_client": {"aiohttp"},
    # The command line speaks to its own server, at the address that whoever sits before it gives.
    "cli": {"http.client", "urllib.request"},
    # Put into the sandbox, where there is no network: what these send goes over its one socket to the guarded client.
    "sandbox/inside": {"http.client", "urllib.request"},
    "tools/python/templates": {"urllib.request"},
}
OPENERS = {"asyncio.open_connection", "socket.create_connection", "loop.create_connection"}
"""Functions that open a connection without a library."""
OPENING = {
    "core/postgres", "core/guarded_client", "edge/limits", "identity/mail.py", "cli",
    "sandbox/worker.py",  # takes up a pair of sockets that it was given
}  # fmt: skip


def imported(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def clients_in(names: set[str]) -> set[str]:
    return {client for client in CLIENTS for name in names if name == client or name.startswith(f"{client}.")}


def openers_in(tree: ast.AST) -> set[str]:
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {ast.unparse(function) for function in called} & OPENERS


def test_no_other_http_client() -> None:
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        place, tree = path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())
        allowed = {client for prefix, clients in ALLOWED.items() if place.startswith(prefix) for client in clients}
        found += [f"{place} uses {client}" for client in clients_in(imported(tree)) - allowed]
        if not place.startswith(tuple(OPENING)):
            found += [f"{place} calls {opener}" for opener in openers_in(tree)]
    assert found == []


def test_the_check_sees_what_it_must() -> None:
    for line in (
        "import httpx",
        "from aiohttp import ClientSession",
        "import urllib.request",
        "from http import client",
    ):
        assert clients_in(imported(ast.parse(line))), line
    assert openers_in(ast.parse("asyncio.open_connection('a', 1)"))
