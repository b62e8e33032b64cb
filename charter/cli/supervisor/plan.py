"""What the supervisor is to run; decided by ``charter up``, handed over on its command line."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Plan:
    """Facts from the settings. No secret is among them: other users can read a command line."""

    data_dir: Path
    host: str
    port: int
    key_file: Path
    embedded_database: bool
    demo_model: Path | None
    public_url: str | None
    open_browser: bool
    as_json: bool
    grace_s: float
    tls: str = "off"

    @property
    def local_host(self) -> str:
        """The address at which this machine reaches the server."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)

    @property
    def local_url(self) -> str:
        """The URL at which this machine reaches the server."""
        host = f"[{self.local_host}]" if ":" in self.local_host else self.local_host
        return f"{'http' if self.tls == 'off' else 'https'}://{host}:{self.port}"

    @property
    def workbench_url(self) -> str:
        """The URL at which people reach the workbench."""
        return (self.public_url or self.local_url).rstrip("/")

    def to_arguments(self) -> list[str]:
        """Return the command line from which :meth:`from_arguments` makes an equal plan."""
        arguments = [
            f"--data-dir={self.data_dir}",
            f"--host={self.host}",
            f"--port={self.port}",
            f"--key-file={self.key_file}",
            f"--grace-s={self.grace_s}",
            f"--tls={self.tls}",
        ]
        if self.demo_model is not None:
            arguments.append(f"--demo-model={self.demo_model}")
        if self.public_url is not None:
            arguments.append(f"--public-url={self.public_url}")
        flags = {
            "--embedded-database": self.embedded_database,
            "--open-browser": self.open_browser,
            "--json": self.as_json,
        }
        return arguments + [name for name, wanted in flags.items() if wanted]

    @classmethod
    def from_arguments(cls, arguments: list[str] | None = None) -> Self:
        """Read a plan from a command line."""
        parser = argparse.ArgumentParser(prog="charter up", allow_abbrev=False)
        parser.add_argument("--data-dir", type=Path, required=True)
        parser.add_argument("--host", required=True)
        parser.add_argument("--port", type=int, required=True)
        parser.add_argument("--key-file", type=Path, required=True)
        parser.add_argument("--public-url")
        parser.add_argument("--grace-s", type=float, required=True)
        parser.add_argument("--tls", default="off")
        parser.add_argument("--demo-model", type=Path)
        parser.add_argument("--embedded-database", action="store_true")
        parser.add_argument("--open-browser", action="store_true")
        parser.add_argument("--json", dest="as_json", action="store_true")
        return cls(**vars(parser.parse_args(arguments)))
