"""Secrets that somebody wrote into code, by their looks."""

from __future__ import annotations

import ast
import math
import re
from collections import Counter

_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an AWS access key", re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    ("a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")),
    ("a GitHub token", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})\b")),
    ("a GitLab token", re.compile(r"\bglpat-[A-Za-z0-9_-]{20,}")),
    ("an API key of a model provider", re.compile(r"\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{20,}")),
    ("a Google API key", re.compile(r"\bAIza[0-9A-Za-z_-]{35}\b")),
    ("a Slack token", re.compile(r"\bxox[abeprs]-[0-9A-Za-z-]{10,}")),
    ("a Stripe key", re.compile(r"\b[rs]k_(?:live|test)_[0-9A-Za-z]{16,}")),
    ("a Charter API key", re.compile(r"\bchk_[a-z]+_[0-9A-Za-z]{8}_[0-9A-Za-z_-]{20,}")),
    ("a JSON Web Token", re.compile(r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}")),
    ("a password in an address", re.compile(r"\b[a-z][a-z0-9+.-]*://[^/\s:@]{1,100}:[^/\s:@]{3,100}@")),
)
_TELLING = re.compile(r"(?i)(?:passw(?:or)?d|passphrase|secret|token|api_?key|access_?key|auth_?key|credential)")
_HARMLESS = re.compile(r"(?i)^(?:|x+|\*+|.*(?:example|changeme|placeholder|your[-_ ]|dummy|<.*>|\{.*\}|\$\{?\w).*)$")
_RANDOM_BITS = 3.0


def secret_in(text: str) -> str | None:
    """Return what secret a text looks like, None when it looks like none."""
    return next((name for name, shape in _SHAPES if shape.search(text)), None)


def looks_assigned(target: ast.expr | str, value: ast.expr) -> bool:
    """True when something named like a secret is given a text that could be one."""
    name = target if isinstance(target, str) else getattr(target, "id", getattr(target, "attr", ""))
    if not (isinstance(value, ast.Constant) and isinstance(value.value, str) and _TELLING.search(str(name))):
        return False
    text = value.value
    return 8 <= len(text) <= 500 and " " not in text and not _HARMLESS.match(text) and _bits(text) >= _RANDOM_BITS


def _bits(text: str) -> float:
    """Return the entropy of a text's characters (Shannon), in bits each."""
    return -sum(count / len(text) * math.log2(count / len(text)) for count in Counter(text).values())
