"""Secrets: tokens of providers, private keys, connection strings, and passwords that stand beside their name.

A pattern is tried only where its fixed beginning stands, and looks at a bounded stretch from there, so the time is
linear in the length of the text. What a documentation would show instead of a secret (placeholders, variables,
examples) is left alone, and so are hashes and identifiers without a name that makes them a secret.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from charter.guardrails.detectors.findings import NOTHING, Finding, Span, merged
from charter.guardrails.text.folding import Folded
from charter.guardrails.text.outline import Outline

SHORTEST_TOKEN: Final = 15
"""Characters."""
_END = r"(?![A-Za-z0-9_-])"


@dataclass(frozen=True, slots=True)
class _Token:
    """A provider's token: how it begins (the pattern starts there), the whole shape, and what it is."""

    start: str
    shape: str
    kind: str


_TOKENS = (
    *(_Token(start, start + r"[A-Z2-7]{16}" + _END, "aws-access-key") for start in ("AKIA", "ASIA", "ABIA", "ACCA")),
    *(
        _Token(start, start + r"[A-Za-z0-9]{36,255}" + _END, "github-token")
        for start in ("ghp_", "gho_", "ghu_", "ghs_", "ghr_")
    ),
    _Token("github_pat_", r"github_pat_[A-Za-z0-9_]{36,255}" + _END, "github-token"),
    *(
        _Token(start, start + r"[A-Za-z0-9_.-]{20,300}", "gitlab-token")
        for start in ("glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-", "glagent-", "GR1348941")
    ),
    *(
        _Token(start, start + r"[A-Za-z0-9-]{10,250}", "slack-token")
        for start in ("xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxc-", "xoxd-")
    ),
    _Token("xoxe.xox", r"xoxe\.xox[bp]-[A-Za-z0-9-]{20,250}", "slack-token"),
    _Token("xapp-", r"xapp-\d-[A-Za-z0-9-]{20,250}", "slack-token"),
    _Token(
        "hooks.slack.com/",
        r"hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/_-]{20,200}",
        "slack-webhook",
    ),
    *(
        _Token(start, start + r"(?:live|test|prod)_[A-Za-z0-9]{16,250}" + _END, "stripe-key")
        for start in ("sk_", "rk_")
    ),
    _Token("whsec_", r"whsec_[A-Za-z0-9+/=]{24,100}", "webhook-secret"),
    _Token("AIza", r"AIza[A-Za-z0-9_-]{35}" + _END, "google-api-key"),
    _Token("ya29.", r"ya29\.[A-Za-z0-9_-]{20,500}", "google-oauth-token"),
    _Token("GOCSPX-", r"GOCSPX-[A-Za-z0-9_-]{20,60}", "google-client-secret"),
    _Token("sk-ant-", r"sk-ant-[A-Za-z0-9_-]{24,300}", "anthropic-key"),
    _Token("sk-or-", r"sk-or-v?\d?-?[A-Za-z0-9_-]{24,200}", "openrouter-key"),
    _Token("sk-lf-", r"sk-lf-[A-Za-z0-9-]{30,60}", "langfuse-key"),
    *(
        _Token(start, start + r"[A-Za-z0-9_-]{20,300}", "openai-key")
        for start in ("sk-proj-", "sk-svcacct-", "sk-admin-", "sk-None-")
    ),
    _Token("sk-", r"sk-[A-Za-z0-9]{20,200}" + _END, "openai-key"),
    _Token("gsk_", r"gsk_[A-Za-z0-9]{30,100}" + _END, "groq-key"),
    _Token("xai-", r"xai-[A-Za-z0-9_]{30,120}", "xai-key"),
    _Token("pplx-", r"pplx-[A-Za-z0-9]{30,100}" + _END, "perplexity-key"),
    _Token("r8_", r"r8_[A-Za-z0-9]{30,60}" + _END, "replicate-token"),
    *(_Token(start, start + r"[A-Za-z0-9]{30,60}" + _END, "huggingface-token") for start in ("hf_", "api_org_")),
    _Token("lsv2_", r"lsv2_[a-z]{2}_[A-Za-z0-9_]{30,100}", "langsmith-key"),
    _Token("SG.", r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{30,64}", "sendgrid-key"),
    _Token("key-", r"key-[0-9a-f]{32}" + _END, "mailgun-key"),
    _Token("npm_", r"npm_[A-Za-z0-9]{36}" + _END, "npm-token"),
    _Token("pypi-", r"pypi-AgE[A-Za-z0-9_-]{40,1000}", "pypi-token"),
    _Token("rubygems_", r"rubygems_[0-9a-f]{48}" + _END, "rubygems-key"),
    *(
        _Token(start, start + r"[0-9a-f]{64}" + _END, "digitalocean-token")
        for start in ("dop_v1_", "doo_v1_", "dor_v1_")
    ),
    *(
        _Token(start, start + r"[A-Fa-f0-9]{32}" + _END, "shopify-token")
        for start in ("shpat_", "shpca_", "shppa_", "shpss_")
    ),
    *(_Token(start, start + r"[A-Za-z0-9_-]{22,60}", "square-token") for start in ("sq0atp-", "sq0csp-", "sq0idp-")),
    _Token("EAAA", r"EAAA[A-Za-z0-9+=_-]{56,200}", "square-token"),
    _Token("EAA", r"EAA[A-Za-z0-9]{80,400}", "facebook-token"),
    _Token("dapi", r"dapi[a-f0-9]{32}(?:-\d)?" + _END, "databricks-token"),
    *(_Token(start, start + r"[A-Za-z0-9_-]{24,200}", "vault-token") for start in ("hvs.", "hvb.", "hvr.")),
    _Token(".atlasv1.", r"\.atlasv1\.[A-Za-z0-9_=-]{60,80}", "terraform-token"),
    _Token("lin_api_", r"lin_api_[A-Za-z0-9]{32,64}" + _END, "linear-key"),
    _Token("ntn_", r"ntn_[A-Za-z0-9]{40,60}" + _END, "notion-token"),
    _Token("secret_", r"secret_[A-Za-z0-9]{43}" + _END, "notion-token"),
    _Token("ATATT3", r"ATATT3[A-Za-z0-9_=-]{60,300}", "atlassian-token"),
    _Token("ATCTT3", r"ATCTT3[A-Za-z0-9_=-]{60,300}", "atlassian-token"),
    _Token("dp.", r"dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{1,40}\.)?[A-Za-z0-9]{40,44}" + _END, "doppler-token"),
    *(
        _Token(start, start + r"[A-Za-z0-9]{27,60}" + _END, "newrelic-key")
        for start in ("NRAK-", "NRII-", "NRBR-", "NRAA-")
    ),
    *(_Token(start, start + r"[A-Za-z0-9_=+/]{32,200}", "grafana-token") for start in ("glsa_", "glc_")),
    *(
        _Token(start, start + r"[A-Za-z0-9_.=-]{32,64}", "planetscale-token")
        for start in ("pscale_tkn_", "pscale_pw_", "pscale_oauth_")
    ),
    _Token("PMAK-", r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}" + _END, "postman-key"),
    *(_Token(start, start + r"[A-Za-z0-9+/=_-]{40,400}", "sentry-token") for start in ("sntrys_", "sntryu_")),
    *(_Token(start, start + r"[A-Za-z0-9_]{40,60}" + _END, "supabase-key") for start in ("sbp_", "sb_secret_")),
    _Token("AGE-SECRET-KEY-1", r"AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}", "age-key"),
    _Token("LTAI", r"LTAI[A-Za-z0-9]{16,24}" + _END, "alibaba-key"),
    _Token("AKID", r"AKID[A-Za-z0-9]{32}" + _END, "tencent-key"),
    _Token("dckr_pat_", r"dckr_pat_[A-Za-z0-9_-]{24,40}", "docker-token"),
    _Token("dckr_oat_", r"dckr_oat_[A-Za-z0-9_-]{24,40}", "docker-token"),
    _Token("pul-", r"pul-[a-f0-9]{40}" + _END, "pulumi-token"),
    _Token("pnu_", r"pnu_[A-Za-z0-9]{36}" + _END, "prefect-token"),
    _Token("figd_", r"figd_[A-Za-z0-9_-]{36,60}", "figma-token"),
    _Token("aio_", r"aio_[A-Za-z0-9]{28}" + _END, "adafruit-key"),
    _Token("nfp_", r"nfp_[A-Za-z0-9]{36}" + _END, "netlify-token"),
    _Token("fo1_", r"fo1_[A-Za-z0-9_-]{43}", "fly-token"),
    _Token("FlyV1 ", r"FlyV1 fm\d_[A-Za-z0-9+/=,_-]{60,600}", "fly-token"),
    _Token("sl.", r"sl\.(?:u\.)?[A-Za-z0-9_-]{100,1500}", "dropbox-token"),
    _Token("EZAK", r"EZAK[A-Za-z0-9]{54}" + _END, "easypost-key"),
    _Token("xkeysib-", r"xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}" + _END, "brevo-key"),
    _Token("duffel_", r"duffel_(?:test|live)_[A-Za-z0-9_=-]{43}", "duffel-token"),
    _Token("CCIPAT_", r"CCIPAT_[A-Za-z0-9]{22}_[a-f0-9]{40}", "circleci-token"),
    _Token("CFPAT-", r"CFPAT-[A-Za-z0-9_-]{43}", "contentful-token"),
    _Token("ops_eyJ", r"ops_eyJ[A-Za-z0-9+/=_-]{200,2000}", "onepassword-token"),
    _Token("tfp_", r"tfp_[A-Za-z0-9]{40,60}", "typeform-token"),
    _Token("tskey-", r"tskey-[a-z]{2,8}-[A-Za-z0-9]{6,30}-[A-Za-z0-9]{20,40}" + _END, "tailscale-key"),
    _Token("nvapi-", r"nvapi-[A-Za-z0-9_-]{60,80}", "nvidia-key"),
    _Token("fw_", r"fw_[A-Za-z0-9]{22,30}" + _END, "fireworks-key"),
    _Token("pcsk_", r"pcsk_[A-Za-z0-9_]{50,90}", "pinecone-key"),
    _Token("tvly-", r"tvly-(?:dev-|prod-)?[A-Za-z0-9]{28,40}" + _END, "tavily-key"),
    _Token("e2b_", r"e2b_[a-f0-9]{40}" + _END, "e2b-key"),
    _Token("chk_", r"chk_(?:live|test|scim)_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}", "charter-key"),
    _Token(
        "A3-",
        r"A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}",
        "onepassword-key",
    ),
    *(
        _Token(start, start + r"[A-Za-z0-9+/=_-]{30,120}", "azure-secret")
        for start in ("AccountKey=", "SharedAccessKey=", "sig=")
    ),
    _Token("eyJ", r"eyJ[A-Za-z0-9_-]{8,4000}\.eyJ[A-Za-z0-9_-]{8,8000}\.[A-Za-z0-9_-]{16,2000}", "jwt"),
    _Token("chk_", r"chk_(?:live|test|scim)_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}", "charter-key"),
    _Token("eyJrIjoi", r"eyJrIjoi[A-Za-z0-9+/=]{60,400}", "grafana-token"),
)
_SHAPES = tuple((one.start, re.compile(one.shape), one.kind) for one in _TOKENS)

_PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----")
_PRIVATE_KEY_END = re.compile(r"-----END (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?-----")
_PUTTY_KEY = "PuTTY-User-Key-File-"
_LONGEST_KEY = 16_384
_CREDENTIALS_IN_URL = re.compile(r"[A-Za-z0-9._%!$&+~-]{0,100}:(?P<value>[^\s/:@\"'<>]{3,200})@[A-Za-z0-9.\[_$-]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,24}$")
_TELEGRAM = re.compile(r"(?<!\d)\d{8,10}:AA[A-Za-z0-9_-]{33}" + _END)
_TWILIO = re.compile(r"(?<![A-Za-z0-9])SK[0-9a-f]{32}" + _END)
_DISCORD = re.compile(r"(?<![A-Za-z0-9])[MNO][A-Za-z0-9]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,45}" + _END)
_DISCORD_WEBHOOK = re.compile(r"discord(?:app)?\.com/api/webhooks/\d{15,22}/[A-Za-z0-9_-]{60,80}")
_MAILCHIMP = re.compile(r"(?<![A-Za-z0-9])[0-9a-f]{32}-us\d{1,2}" + _END)
_BEARERS = ("bearer", "basic", "token")
_BEARER = re.compile(r"\b(?:bearer|basic|token)\s{1,3}(?P<value>[A-Za-z0-9._~+/=-]{16,2000})", re.IGNORECASE)

_NAME_STEMS = ("pass", "contraseña", "mot de passe", "pwd", "secret", "token", "key", "credential", "auth")
_NAME_ROOTS = ("pass", "contrase", "pwd", "secret", "token", "key", "credential", "auth", "aws")
"""What is in each of these, in ASCII, and in what else is looked for there."""
_NAME = re.compile(
    r"(?:pass(?:word|wd|phrase|code|wort)?|contraseña|mot de passe|pwd|secret|token|key|credentials?|auth)"
    r"[A-Za-z0-9_.-]{0,30}",
    re.IGNORECASE,
)
_KEY_KINDS = re.compile(
    r"(?:api|access|private|signing|encryption|account|auth|master|license|secret|client|shared|storage|service|app|ssh|"
    r"deploy|session|consumer|hmac|aes|subscription)[ _.-]?$",
    re.IGNORECASE,
)
"""What makes a key a secret one: a primary key or a keyword is none."""
_GIVEN = re.compile(
    r"[\"'`\])]{0,2}(?:\s{0,6}(?::=|=>|==?|:|\|)\s{0,6}|\s{1,3}(?:is|was|ist|to|es|est|è)(?:\s{0,2}:)?\s{1,3}|\s{0,3}>\s{0,3})"
    r"(?P<quote>[\"'`]{0,3})(?P<value>[^\s\"'`,;<>{}()\[\]]{6,400})",
    re.IGNORECASE,
)
_KEYS_WORD = re.compile(r"key|token|secret|auth|credential", re.IGNORECASE)
_AWS_SECRET = re.compile(r"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=])")
_HEX_OR_UUID = re.compile(r"[0-9a-f]{32,128}|[0-9A-F]{32,128}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_PLACEHOLDER = re.compile(
    r"example|sample|placeholder|your|changeme|change_me|change-me|replace|redacted|dummy|insert|enter|xxxx|\*\*\*|\.\.\.|<|\$\{|\$\(|\{\{|%\(|"
    r"^\$|^%|^@|process\.env|environ|getenv|secrets?\.|config\.|settings\.|vault[:.]|null$|none$|true$|false$|undefined|"
    r"todo|fixme|lorem|foobar|^test(?:ing)?[-_]?(?:key|token|password|secret)?$|^(.)\1*$|^(?:0123456789|1234567890|abcdef)",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)+$|^[a-z]+(?:[A-Z][a-z]+)+$|^[a-z]+(?:_[a-z]+)+$|^https?://|^/|^\./|^\w+\("
)


def scan(folded: Folded) -> Finding:
    """Find secrets in a text. The score is 1 when there is any."""
    text = folded.text
    spans = [Span(*folded.span(one.start, one.end), one.kind) for one in _scan(text)]
    return Finding(1.0, tuple(merged(spans))) if spans else NOTHING


def _scan(text: str) -> Iterator[Span]:
    # No token is shorter, and but for one none has a space in it.
    long = "\n".join(word for word in text.split() if len(word) >= SHORTEST_TOKEN)
    for start, shape, kind in _SHAPES:
        if start in (text if " " in start else long):
            yield from _tokens(text, start, shape, kind)
    yield from _private_keys(text)
    if "://" in text:
        yield from _connection_strings(text)
    for sign, pattern, kind in _SIGNED:
        if sign in long and pattern.search(long):
            yield from (Span(match.start(), match.end(), kind) for match in pattern.finditer(text) if _random(match[0]))
    yield from _named(text)


_SIGNED = (
    (":AA", _TELEGRAM, "telegram-token"),
    (".", _DISCORD, "discord-token"),
    ("SK", _TWILIO, "twilio-key"),
    ("/api/webhooks/", _DISCORD_WEBHOOK, "discord-webhook"),
    ("-us", _MAILCHIMP, "mailchimp-key"),
)


def _tokens(text: str, start: str, shape: re.Pattern[str], kind: str) -> Iterator[Span]:
    at = text.find(start)
    while at >= 0:
        match = shape.match(text, at)
        if (
            match
            and (at == 0 or not (text[at - 1].isalnum() and start[0].isalnum()))
            and _random(match[0][len(start) :])
        ):
            yield Span(at, match.end(), kind)
            at = text.find(start, match.end())
        else:
            at = text.find(start, at + 1)


def _private_keys(text: str) -> Iterator[Span]:
    at = text.find("-----BEGIN ")
    while at >= 0:
        after = at + 1
        if begin := _PRIVATE_KEY.match(text, at):
            after = begin.end()
            body = text[after : after + 200]
            if sum(map(str.isalnum, body)) >= 24 and not _PLACEHOLDER.search(body[:60]):
                end = _PRIVATE_KEY_END.search(text, after, at + _LONGEST_KEY)
                after = end.end() if end else min(len(text), at + _LONGEST_KEY)
                yield Span(at, after, "private-key")
        at = text.find("-----BEGIN ", after)
    at = text.find(_PUTTY_KEY)
    if at >= 0 and "Private-Lines:" in text:
        yield Span(at, min(len(text), at + _LONGEST_KEY), "private-key")


def _connection_strings(text: str) -> Iterator[Span]:
    at = text.find("://")
    while at >= 0:
        scheme = _SCHEME.search(text, max(0, at - 26), at)
        found = _CREDENTIALS_IN_URL.match(text, at + 3)
        if scheme and found and not _is_placeholder(found["value"]) and found["value"].lower() not in _NO_SECRETS:
            end = found.end()
            while end < len(text) and end - at < 500 and not text[end].isspace() and text[end] not in "\"'<>`)":
                end += 1
            yield Span(scheme.start(), end, "connection-string")
        at = text.find("://", at + 1)


_NO_SECRETS = frozenset({"password", "passwd", "pass", "pwd", "secret", "token", "user", "pw"})


def _named(text: str) -> Iterator[Span]:
    """Yield values that stand beside a name which makes them a secret."""
    outline = Outline(text)
    if not outline.may_say(*_NAME_ROOTS, *_BEARERS):
        return
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = text  # a letter that grows when it is lowered would shift what follows
    for stem in _NAME_STEMS:
        at = lowered.find(stem)
        while at >= 0:
            name = _NAME.match(text, at)
            given = _GIVEN.match(text, name.end()) if name else None
            if name and given and (stem != "key" or _KEY_KINDS.search(text, max(0, at - 16), at)):
                yield from _value(text, name, given)
            at = lowered.find(stem, given.end() if given else at + len(stem))
    if "aws" in lowered:
        yield from _aws_secrets(text)
    for match in _BEARER.finditer(text) if outline.may_say(*_BEARERS) else ():
        value = match["value"]
        if len(value) >= 20 and _random(value) and any(map(str.isdigit, value)) and not _HEX_OR_UUID.fullmatch(value):
            yield Span(match.start("value"), match.end("value"), "bearer-token")


def _value(text: str, name: re.Match[str], given: re.Match[str]) -> Iterator[Span]:
    value, start = given["value"].rstrip(".!?:"), given.start("value")
    if bearer := _BEARER.match(text, start):
        value, start = bearer["value"], bearer.start("value")
    assigned = bool(given["quote"]) or "=" in given[0] or ":" in given[0]
    if _is_secret_value(name[0], value, assigned):
        yield Span(start, start + len(value), "password" if _is_password(name[0]) else "secret")


def _aws_secrets(text: str) -> Iterator[Span]:
    for match in _AWS_SECRET.finditer(text):
        near = text[max(0, match.start() - 80) : match.start()]
        if _entropy(match[0]) > 4.2 and _classes(match[0]) >= 3 and re.search(r"aws|secret", near, re.IGNORECASE):
            yield Span(match.start(), match.end(), "aws-secret-key")


def _is_password(name: str) -> bool:
    return name.lower().startswith(("pass", "pwd", "contra", "mot"))


def _is_secret_value(name: str, value: str, assigned: bool) -> bool:
    if _is_placeholder(value) or _CODE.match(value) or value.lower() in _NO_SECRETS:
        return False
    if _is_password(name):
        mixed = _classes(value) >= 2 and any(not character.isalpha() for character in value)
        return len(value) >= 6 and mixed and (assigned or _classes(value) >= 3 or any(map(str.isdigit, value)))
    if not assigned and len(value) < 16:
        return False
    if _HEX_OR_UUID.fullmatch(value):
        return assigned and bool(_KEYS_WORD.search(name)) and _entropy(value) > 2.8
    return len(value) >= 12 and _classes(value) >= 2 and any(map(str.isdigit, value)) and _entropy(value) >= 3.0


def _is_placeholder(value: str) -> bool:
    return _PLACEHOLDER.search(value) is not None


def _random(body: str) -> bool:
    """Tell whether a token's body is not a placeholder such as ``xxxxxxxx`` or ``EXAMPLE``."""
    if len(set(body)) < min(7, max(3, len(body) // 3)):
        return False
    return re.search(r"EXAMPLE|xxxx|XXXX|\.\.\.|(?i:your[-_]|placeholder|redacted|insert|example|dummy)", body) is None


def _classes(value: str) -> int:
    return (
        any(map(str.islower, value)) + any(map(str.isupper, value)) + any(map(str.isdigit, value))
        + any(not character.isalnum() for character in value)
    )  # fmt: skip


def _entropy(value: str) -> float:
    counts = Counter(value).values()
    return -sum(count / len(value) * math.log2(count / len(value)) for count in counts)
