"""A software authenticator (WebAuthn Level 3): credentials with attestation "none", assertions with ES256."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

ORIGIN, RP_ID = "http://localhost:8700", "localhost"
_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Credential:
    """A key pair for one account at one relying party."""

    rp_id: str
    user_handle: bytes
    id: bytes = field(default_factory=lambda: os.urandom(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    counter: int = 0


@dataclass
class Authenticator:
    """One device with its browser, which says where it is.

    Attributes:
        verifies: whether it asks its user for a PIN or a finger.
        counts: whether it has a counter; synchronised passkeys have none.
    """

    origin: str = ORIGIN
    verifies: bool = True
    counts: bool = True
    credential: Credential | None = None

    def make(self, options: dict[str, Any], *, rp_id: str | None = None, origin: str | None = None) -> dict[str, Any]:
        """Return what ``navigator.credentials.create()`` returns for these options, as JSON."""
        handle = base64url_to_bytes(options["user"]["id"])
        self.credential = made = Credential(rp_id or options["rp"]["id"], handle)
        numbers = made.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + len(made.id).to_bytes(2, "big") + made.id + public
        data = self._data(made, _ATTESTED) + attested
        response = {
            "clientDataJSON": self._client_data("webauthn.create", options["challenge"], origin),
            "attestationObject": bytes_to_base64url(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
            "transports": ["internal", "smoke-signals"],
        }
        return self._document(made, response)

    def sign(
        self,
        options: dict[str, Any],
        *,
        rp_id: str | None = None,
        origin: str | None = None,
        challenge: str | None = None,
        handle: bytes | None = None,
    ) -> dict[str, Any]:
        """Return what ``navigator.credentials.get()`` returns for these options, as JSON."""
        made = self.credential
        assert made is not None
        made.counter += self.counts
        if rp_id is not None:
            made = Credential(rp_id, made.user_handle, made.id, made.key, made.counter)
        client_data = self._client_data("webauthn.get", challenge or options["challenge"], origin)
        data = self._data(made, 0)
        signed = data + hashlib.sha256(base64url_to_bytes(client_data)).digest()
        response = {
            "clientDataJSON": client_data,
            "authenticatorData": bytes_to_base64url(data),
            "signature": bytes_to_base64url(made.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "userHandle": bytes_to_base64url(handle or made.user_handle),
        }
        return self._document(made, response)

    def _data(self, made: Credential, flags: int) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        return hashlib.sha256(made.rp_id.encode()).digest() + bytes([flags]) + made.counter.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str, origin: str | None) -> str:
        document = {"type": kind, "challenge": challenge, "origin": origin or self.origin, "crossOrigin": False}
        return bytes_to_base64url(json.dumps(document).encode())

    @staticmethod
    def _document(made: Credential, response: dict[str, Any]) -> dict[str, Any]:
        name = bytes_to_base64url(made.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
