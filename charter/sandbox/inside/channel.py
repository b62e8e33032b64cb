"""The socket to the server."""

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

    def send(self, document: dict[str, Any]) -> None:
        payload = json.dumps(document, allow_nan=False).encode()
        self._socket.sendall(struct.pack(">I", len(payload)) + payload)

    def receive(self) -> Any:
        (length,) = struct.unpack(">I", self._exactly(4))
        return json.loads(self._exactly(length))

    def ask(self, document: dict[str, Any]) -> Any:
        """Send a question and return its answer; one thread at a time."""
        with self._lock:
            self.send(document)
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
