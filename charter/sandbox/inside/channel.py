"""The socket to the server.

A frame is a JSON object, and bytes that nobody has to read as JSON: the length of each in four bytes, then both.
"""

from __future__ import annotations

import json
import os
import socket
import struct
import threading
from typing import Any


class Channel:
    """The socket to the server."""

    def __init__(self, descriptor: int) -> None:
        self._socket = socket.socket(fileno=descriptor)
        self._socket.setblocking(True)
        os.set_inheritable(descriptor, False)
        self._lock = threading.Lock()

    def send(self, document: dict[str, Any], content: bytes = b"") -> None:
        payload = json.dumps(document, allow_nan=False).encode()
        self._socket.sendall(struct.pack(">II", len(payload), len(content)) + payload + content)

    def receive(self) -> tuple[Any, bytes]:
        length, content_length = struct.unpack(">II", self._exactly(8))
        return json.loads(self._exactly(length)), self._exactly(content_length)

    def ask(self, document: dict[str, Any], content: bytes) -> tuple[Any, bytes]:
        """Send a question and return its answer; one thread at a time."""
        with self._lock:
            self.send(document, content)
            return self.receive()

    def _exactly(self, size: int) -> bytes:
        chunks = []
        while size:
            chunk = self._socket.recv(min(size, 1 << 16))
            if not chunk:
                os._exit(0)  # the server is gone
            chunks.append(chunk)
            size -= len(chunk)
        return b"".join(chunks)
