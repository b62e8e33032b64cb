"""The certificate that Charter serves HTTPS with: the operator's own, or one it makes and signs itself."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from charter.core.errors import StartRefused
from charter.core.settings import Settings

_LIFETIME, _RENEWED_BEFORE = timedelta(days=365), timedelta(days=30)


def certificate_of(settings: Settings) -> tuple[Path, Path] | None:
    """Return the files of certificate and key, None without TLS; makes those of a self-signed one when needed.

    Raises:
        StartRefused: a file is not named, missing, or readable by others.
    """
    if settings.tls == "off":
        return None
    if settings.tls == "self-signed":
        return _self_signed(settings)
    if settings.tls_certificate is None or settings.tls_key is None:
        raise StartRefused(
            "CHARTER_TLS is files: set CHARTER_TLS_CERTIFICATE and CHARTER_TLS_KEY to PEM files as well."
        )
    for path in (settings.tls_certificate, settings.tls_key):
        if not os.access(path, os.R_OK):
            raise StartRefused(f"The file {path} of CHARTER_TLS is missing or cannot be read by this user.")
    if settings.tls_key.stat().st_mode & 0o077:
        raise StartRefused(f"The TLS key {settings.tls_key} can be read by others; run: chmod 600 {settings.tls_key}")
    return settings.tls_certificate, settings.tls_key


def _self_signed(settings: Settings) -> tuple[Path, Path]:
    folder = settings.data_dir / "tls"
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    names = _names(settings)
    if not key.exists() or not _serves(certificate, names):
        folder.mkdir(mode=0o700, exist_ok=True)
        private = ec.generate_private_key(ec.SECP256R1())
        plain = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        _write(key, plain, 0o600)
        _write(certificate, _signed(private, names).public_bytes(serialization.Encoding.PEM), 0o644)
    return certificate, key


def _names(settings: Settings) -> list[str]:
    public = urlsplit(settings.public_url).hostname if settings.public_url else None
    listening = None if settings.host in {"0.0.0.0", "::"} else settings.host
    found = [public, "localhost", socket.gethostname(), listening, "127.0.0.1", "::1"]
    return list(dict.fromkeys(name for name in found if name))


def _signed(private: ec.EllipticCurvePrivateKey, names: list[str]) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + _LIFETIME)
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(private, hashes.SHA256())
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _serves(path: Path, names: list[str]) -> bool:
    """Return whether a certificate is there, good for a while, and of these names."""
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
        alternative = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    lasts = certificate.not_valid_after_utc - datetime.now(UTC) > _RENEWED_BEFORE
    return lasts and {_general_name(name) for name in names} <= set(alternative)


def _write(path: Path, content: bytes, mode: int) -> None:
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
    draft.replace(path)
