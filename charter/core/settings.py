"""Typed settings, read once at start from the environment and ``DATA/charter.toml``; the environment wins.

Every setting has a safe default or none at all. Anything wrong, an unknown name included, stops the start with the
reason and the fix: a misspelt security setting must not be silently ignored.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from charter.core.errors import StartRefused

PREFIX = "CHARTER_"
SETTINGS_FILE = "charter.toml"

_READ_ELSEWHERE = frozenset(
    # Read by the command line, the tests and the supervised children, not by the server's settings.
    {
        "CHARTER_URL",
        "CHARTER_API_KEY",
        "CHARTER_CHROMIUM",
        "CHARTER_PGBOUNCER",
        "CHARTER_DEMO_MODEL_URL",
        "CHARTER_DEMO_MODEL_TOKEN",
    }
)


def default_data_dir() -> Path:
    """Return where data lives unless told: a folder that an unprivileged Postgres can reach, also under root."""
    if os.geteuid() == 0:
        return Path("/var/lib/charter")
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "charter"


class Settings(BaseSettings):
    """All settings of one Charter process."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", hide_input_in_errors=True)

    # Where things are
    data_dir: Path = Field(
        default_factory=default_data_dir,
        description="Where everything is kept. Default: `/var/lib/charter` as root, else `~/.local/share/charter`.",
    )
    key_file: Path | None = Field(None, description="Key-encryption key; default DATA/charter.key, mode 0600.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8700, ge=1, le=65535, description="Port to listen on.")
    public_url: str | None = Field(None, description="How browsers reach this installation, when not http://host:port.")
    tenant_domain: str | None = Field(None, description="Tenants are reached at SLUG.DOMAIN, such as acme.example.org.")
    residency: Annotated[list[str], NoDecode] = Field(
        default_factory=list, description="Residency labels that this installation's storage carries, such as eu."
    )
    web_dir: Path | None = Field(None, description="Built workbench files; default: web/dist of this checkout.")

    # Database: embedded unless a URL is given
    database_url: SecretStr | None = Field(None, description="Owner's URL of an external Postgres 16 or later.")
    database_app_url: SecretStr | None = Field(None, description="Application role's URL, when not derived.")
    database_system_url: SecretStr | None = Field(None, description="System role's URL, when not derived.")
    database_audit_url: SecretStr | None = Field(None, description="Audit sequencer role's URL, when not derived.")
    database_pooler: str | None = Field(
        None,
        description="host:port of a PgBouncer in transaction mode before that Postgres, for all but notifications.",
    )
    database_pool_size: int = Field(16, ge=2, le=200, description="Most connections of each pool of a process.")
    database_transaction_pooler: bool = Field(False, description="The URLs lead through PgBouncer in transaction mode.")

    # The audit log
    audit_key_file: Path | None = Field(None, description="Signs the audit log; default DATA/audit.key, mode 0600.")
    audit_witness_dir: Path | None = Field(None, description="Folder that signed audit checkpoints are added to.")
    audit_witness_url: str | None = Field(None, description="C2SP witness that cosigns audit checkpoints.")
    audit_witness_key: str | None = Field(None, description="The witness' verifier key, to check its cosignatures.")

    # API
    max_body_bytes: int = Field(2_000_000, ge=1_000, description="Largest request body.")
    shutdown_grace_s: float = Field(20.0, ge=0, description="Seconds that open answers get when the server stops.")

    # The edge
    redis_url: SecretStr | None = Field(None, description="Server of the Redis protocol that shares rate limits.")
    geoip_file: Path | None = Field(None, description="MaxMind DB file for the edge policy's country rules.")
    tls: Literal["off", "self-signed", "files"] = Field(
        "off", description="Serve HTTPS: with a certificate made in DATA/tls, or with your own files."
    )
    tls_certificate: Path | None = Field(None, description="PEM file of the certificate and its chain.")
    tls_key: Path | None = Field(None, description="PEM file of the certificate's key, readable by this user alone.")

    # Mail
    smtp_url: SecretStr | None = Field(
        None,
        description="Mail server: smtps://user:password@host, or smtp://… with STARTTLS (plain on loopback alone).",
    )
    mail_from: str | None = Field(
        None, validate_default=True, description="Sender's address of mail; needed with a mail server."
    )

    # Outgoing traffic
    allow_private_hosts: Annotated[list[str], NoDecode] = Field(
        default_factory=list, description="host, host:port or CIDR that outgoing requests may reach although private."
    )
    ollama_url: str | None = Field(None, description="Default: http://127.0.0.1:11434 when the database is embedded.")

    # Demo model
    demo_model: Literal["auto", "off"] = Field("auto", description="The embedded demo model: when installed, or never.")
    local_gguf: Path | None = Field(None, description="A GGUF file to run instead of the demo model.")

    # Runs and the queue
    worker_concurrency: int = Field(32, ge=1, le=1_000, description="Queue items that a worker handles at once.")
    lease_s: float = Field(3.0, ge=0.5, le=300, description="Seconds after which the work of a lost process is free.")
    sandbox: Literal["auto", "off"] = Field(
        "auto", description="Run tools written in Python, in the sandbox, or never."
    )
    sandbox_waiting: int = Field(
        2, ge=0, le=64, description="Sandboxed processes kept started once there are Python tools; 12 MB each."
    )
    sandbox_at_once: int = Field(
        8, ge=1, le=256, description="Sandboxed calls of a process at one time; each 256 MB count."
    )
    tool_packages_dir: Path | None = Field(
        None, description="Folder of packages that Python tools may import: pip install --target DIR package."
    )
    fetch_tool: bool = Field(False, description="Offer the guarded HTTP fetch tool to agents.")
    mail_tool_domains: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="Domains that the mail tool may write to, or *; without any, or a mail server, it is not offered.",
    )
    mcp_refresh_minutes: int = Field(
        60, ge=0, le=10_080, description="How often MCP servers are asked anew what they offer; 0 is never."
    )
    mcp_commands_file: Path | None = Field(
        None, description="TOML file of the commands that tenants may use as MCP servers, run in the sandbox."
    )
    mcp_programs_at_once: int = Field(16, ge=1, le=1_000, description="Most such programs that a process runs.")
    test_clock: bool = Field(False, description="Let an operator move the clock of workflows: POST /v1/test-clock.")

    # Logs
    log_format: Literal["json", "console"] = Field("console", description="For people, or for machines.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is logged.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is the library's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment; the file is merged by :func:`load_settings`."""
        return (init_settings, env_settings)

    @field_validator("smtp_url")
    @classmethod
    def _is_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        try:
            parts = urlsplit(value.get_secret_value())
            usable = parts.scheme in {"smtp", "smtps"} and parts.hostname and parts.port != 0
        except ValueError:
            usable = False
        if not usable or parts.path not in {"", "/"} or parts.query or parts.fragment:
            raise ValueError("it is not of the form smtps://user:password@host:465 or smtp://user:password@host:587")
        return value

    @field_validator("mail_from")
    @classmethod
    def _is_sender(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            if info.data.get("smtp_url") is not None:
                raise ValueError("a mail server needs a sender's address, such as charter@example.org")
        elif not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", value):
            raise ValueError("it is not an address such as charter@example.org")
        return value

    @field_validator("allow_private_hosts", "residency", "mail_tool_domains", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @property
    def embedded_database(self) -> bool:
        """True when Charter runs its own Postgres."""
        return self.database_url is None

    @property
    def through_pooler(self) -> bool:
        """True when connections are another server's from one transaction to the next."""
        return self.database_transaction_pooler or self.database_pooler is not None

    @property
    def key_path(self) -> Path:
        """Where the key-encryption key is."""
        return self.key_file or self.data_dir / "charter.key"

    @property
    def audit_key_path(self) -> Path:
        """Where the key is that signs the audit log; only the process of the sequencer reads it."""
        return self.audit_key_file or self.data_dir / "audit.key"

    @property
    def base_url(self) -> str:
        """How people reach this installation."""
        scheme = "http" if self.tls == "off" else "https"
        return (self.public_url or f"{scheme}://{self.host}:{self.port}").rstrip("/")

    @property
    def private_hosts_allowed(self) -> list[str]:
        """The operator's allow-list; with the embedded database also the Ollama of this machine."""
        ollama = ["127.0.0.1:11434", "localhost:11434", "[::1]:11434"] if self.embedded_database else []
        return [*self.allow_private_hosts, *ollama]


def _known_names() -> list[str]:
    return [PREFIX + name.upper() for name in Settings.model_fields]


def _refuse_unknown_environment() -> None:
    known = _known_names()
    for name in sorted(os.environ):
        if not name.startswith(PREFIX) or name in _READ_ELSEWHERE or name in known:
            continue
        close = difflib.get_close_matches(name, known, n=1)
        hint = f" Did you mean {close[0]}?" if close else " Unset it, or see docs/reference/settings.md."
        raise StartRefused(f"The environment variable {name} is not a Charter setting.{hint}")


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StartRefused(f"The settings file {path} cannot be read: {error}.") from error


def load_settings(**overrides: Any) -> Settings:
    """Read the settings: ``overrides`` (command line) over the environment over ``DATA/charter.toml``.

    Raises:
        StartRefused: a value is wrong or a name unknown; one line with the setting, the reason and the fix.
    """
    _refuse_unknown_environment()
    data_dir = overrides.get("data_dir") or os.environ.get(PREFIX + "DATA_DIR") or default_data_dir()
    path = Path(data_dir) / SETTINGS_FILE
    from_file = _read_file(path)
    in_environment = {name for name in Settings.model_fields if PREFIX + name.upper() in os.environ}
    merged = {name: value for name, value in from_file.items() if name not in in_environment} | overrides
    try:
        return Settings(**merged)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        where = f"{name} in {path}" if name in merged and name not in overrides else PREFIX + name.upper()
        close = difflib.get_close_matches(name, list(Settings.model_fields), n=1)
        hint = f" Did you mean {close[0]}?" if first["type"] == "extra_forbidden" and close else ""
        raise StartRefused(f"The setting {where} is wrong: {first['msg']}.{hint}") from error
