"""The least of a Postgres client: sign in, run a statement, read text rows.

It exists for one question, "does this server really answer as ours?", which a process listing or an open port cannot
settle, and for the few statements before the application starts. Nobody else should use it.

Follows the PostgreSQL frontend/backend protocol 3.0 (PostgreSQL manual, chapter "Frontend/Backend Protocol") and
SCRAM-SHA-256 (RFC 5802, RFC 7677).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import socket
import struct
from types import TracebackType
from typing import Self

_PROTOCOL = 196608  # 3.0
_MAX_MESSAGE_BYTES = 1 << 24
_AUTH_OK, _AUTH_SASL, _AUTH_SASL_CONTINUE, _AUTH_SASL_FINAL = 0, 10, 11, 12


class ServerError(Exception):
    """The server answered with an error; ``sqlstate`` is its five-character code."""

    def __init__(self, sqlstate: str, message: str) -> None:
        super().__init__(f"{message} ({sqlstate})")
        self.sqlstate = sqlstate


class ProtocolError(Exception):
    """What answers is no Postgres server, or not one that knows our password."""


class WireConnection:
    """One signed-in connection; use it as a context manager.

    Args:
        address: path of a unix socket, or host and port.
        timeout_s: for each send and receive.

    Raises:
        OSError: nobody listens, or the answer takes too long.
        ServerError: the server refuses, for example ``57P03`` while it starts and ``28P01`` for a wrong password.
        ProtocolError: the other side is no Postgres server or cannot prove that it knows the password.
    """

    def __init__(
        self, address: str | tuple[str, int], *, user: str, password: str, database: str, timeout_s: float = 5.0
    ) -> None:
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        try:
            self._socket.settimeout(timeout_s)
            self._socket.connect(address)
            parameters = b"".join(
                f"{name}\0{value}\0".encode()
                for name, value in (("user", user), ("database", database), ("application_name", "charter supervisor"))
            )
            self._socket.sendall(struct.pack("!ii", len(parameters) + 9, _PROTOCOL) + parameters + b"\0")
            self._sign_in(password)
        except BaseException:
            self._socket.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._socket.close()

    def query(self, sql: str) -> list[list[str | None]]:
        """Run statements that need no parameters and return the rows as text; never pass anything from outside."""
        self._send(b"Q", sql.encode() + b"\0")
        rows: list[list[str | None]] = []
        refusal: ServerError | None = None
        while True:
            kind, body = self._receive()
            if kind == b"D":
                rows.append(_read_row(body))
            elif kind == b"E":
                refusal = _read_refusal(body)
            elif kind == b"Z":
                if refusal is not None:
                    raise refusal
                return rows

    def _sign_in(self, password: str) -> None:
        exchange: _ScramExchange | None = None
        proven = False
        while True:
            kind, body = self._receive()
            if kind == b"E":
                raise _read_refusal(body)
            if kind == b"Z":
                return
            if kind != b"R":
                continue  # parameter status, key data and notices
            (step,) = struct.unpack_from("!i", body)
            payload = body[4:]
            if step == _AUTH_SASL and b"SCRAM-SHA-256\0" in payload:
                exchange = _ScramExchange(password)
                first = exchange.first_message()
                self._send(b"p", b"SCRAM-SHA-256\0" + struct.pack("!i", len(first)) + first)
            elif step == _AUTH_SASL_CONTINUE and exchange is not None:
                self._send(b"p", exchange.final_message(payload))
            elif step == _AUTH_SASL_FINAL and exchange is not None:
                exchange.check_server(payload)
                proven = True
            elif step != _AUTH_OK or not proven:
                # Accepting us without a proof would mean a server that is not ours, or one open to everybody.
                raise ProtocolError("the server does not sign in with SCRAM-SHA-256")

    def _send(self, kind: bytes, body: bytes) -> None:
        self._socket.sendall(kind + struct.pack("!i", len(body) + 4) + body)

    def _receive(self) -> tuple[bytes, bytes]:
        head = self._read(5)
        (length,) = struct.unpack_from("!i", head, 1)
        if not 4 <= length <= _MAX_MESSAGE_BYTES:
            raise ProtocolError("the answer is not that of a Postgres server")
        return head[:1], self._read(length - 4)

    def _read(self, count: int) -> bytes:
        received = bytearray()
        while len(received) < count:
            part = self._socket.recv(count - len(received))
            if not part:
                raise ConnectionResetError("the server closed the connection")
            received += part
        return bytes(received)


class _ScramExchange:
    """One SCRAM-SHA-256 exchange without channel binding (RFC 5802 §3)."""

    def __init__(self, password: str) -> None:
        self._password = password.encode()
        self._nonce = secrets.token_urlsafe(24)
        self._server_signature = b""

    def first_message(self) -> bytes:
        return f"n,,n=,r={self._nonce}".encode()

    def final_message(self, challenge: bytes) -> bytes:
        try:
            fields = dict(part.split("=", 1) for part in challenge.decode().split(","))
            nonce, salt, iterations = fields["r"], base64.b64decode(fields["s"], validate=True), int(fields["i"])
        except (KeyError, ValueError) as error:
            raise ProtocolError("the server's SCRAM challenge is malformed") from error
        if not nonce.startswith(self._nonce) or not 1 <= iterations <= 1_000_000:
            raise ProtocolError("the server's SCRAM challenge does not belong to this exchange")
        salted = hashlib.pbkdf2_hmac("sha256", self._password, salt, iterations)
        client_key = hmac.digest(salted, b"Client Key", "sha256")
        without_proof = f"c=biws,r={nonce}"
        signed = f"n=,r={self._nonce},{challenge.decode()},{without_proof}".encode()
        signature = hmac.digest(hashlib.sha256(client_key).digest(), signed, "sha256")
        proof = bytes(a ^ b for a, b in zip(client_key, signature, strict=True))
        self._server_signature = hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), signed, "sha256")
        return f"{without_proof},p={base64.b64encode(proof).decode()}".encode()

    def check_server(self, final: bytes) -> None:
        expected = b"v=" + base64.b64encode(self._server_signature)
        if not hmac.compare_digest(final, expected):
            raise ProtocolError("the server does not know the password of this data directory")


def _read_row(body: bytes) -> list[str | None]:
    (count,) = struct.unpack_from("!h", body)
    position = 2
    row: list[str | None] = []
    for _ in range(count):
        (length,) = struct.unpack_from("!i", body, position)
        position += 4
        if length < 0:
            row.append(None)
            continue
        row.append(body[position : position + length].decode())
        position += length
    return row


def _read_refusal(body: bytes) -> ServerError:
    fields = {part[:1]: part[1:].decode(errors="replace") for part in body.split(b"\0") if part}
    return ServerError(fields.get(b"C", "XX000"), fields.get(b"M", "unknown error"))
