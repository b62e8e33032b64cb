"""Personal data: cards, accounts, national numbers with checksums, phones and mail addresses.

Every number is validated (``python-stdnum``, ``phonenumbers``), and a checksum alone is not enough where one number in
ten passes it by chance: such a number counts in its usual notation, or with its name near by.
Patterns look at bounded stretches only, so the time is linear in the length of the text.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from stdnum import iban

from charter.guardrails.detectors.findings import NOTHING, Finding, Span, merged
from charter.guardrails.text.folding import Folded
from charter.guardrails.text.outline import Outline, Row, row

_NEAR = 60
_DIGIT = re.compile(r"\d")
_CARD = re.compile(r"(?<![\d.,/])(?<![\d][ -])\d(?:[ -]?\d){11,18}(?![ -]?\d|[.,]\d)")
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,4})?(?![A-Za-z0-9])"
)
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?<![\d][.,:/])[A-Za-z]{0,6}\d(?:[ .\-/]{0,1}[A-Za-z0-9]){5,19}(?![A-Za-z0-9]|[.,/:]\d)"
)
_PHONE = re.compile(r"(?<![\w.+/#-])(?:\+|00|\(?0|\(?[2-9])\d?[\d ().\-/]{5,20}\d(?![\w-]|[.,:]\d)")
_MAIL_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u00a1-\uffff-]{1,64}$")
_MAIL_DOMAIN = re.compile(
    r"(?:[A-Za-z0-9\u00a1-\uffff](?:[A-Za-z0-9\u00a1-\uffff-]{0,62}[A-Za-z0-9\u00a1-\uffff])?\.){1,8}"
    r"(?:[A-Za-z\u00a1-\uffff]{2,24}|xn--[A-Za-z0-9-]{2,59})(?![A-Za-z0-9@])"
)
_US_SSN = re.compile(r"(?<![\d-])(?!000|666|9\d\d)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\d-])")
_NANP = re.compile(r"\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}$")
_CARD_WORDS = re.compile(
    r"card|visa|master|amex|credit|debit|payment|pan\b|karte|carte|tarjeta|carta|kaart", re.IGNORECASE
)
_PHONE_WORDS = re.compile(
    r"phone|mobile|\bcell|\btel|call|fax|whatsapp|\bsms\b|text me|handy|telefon|móvil|portable|numéro|teléfono|"
    r"\bring\b|reach",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"(?:order|tracking|invoice|serial|ticket|ref(?:erence)?|sku|part|build|timestamp|parcel|shipment|batch|isbn|version|"
    r"transaction|confirmation|article|item|product|case|job|row|upc|ean|imei|epoch|hash|checksum)\b[^\n]{0,24}$",
    re.IGNORECASE,
)
_CARD_PREFIXES = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}|3[47]\d{13}|"
    r"(?:6011|65\d{2}|64[4-9]\d)\d{12,15}|3(?:0[0-59]|[689]\d)\d{11,16}|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}|"
    r"(?:50[0-9]{2}|5[6-9]\d{2}|6[0-9]{3})\d{8,15}"
)


@dataclass(frozen=True, slots=True)
class _National:
    """A national number: its module in ``stdnum``, how it is usually written, and what it is called."""

    module: str
    shape: str
    words: str = ""
    alone: bool = False
    """It may stand without its name: its shape and checksum leave less than one chance in a hundred."""
    written: str = ""
    """The usual notation with separators; written so, it may stand without its name."""


_NATIONALS = (
    _National("br.cpf", r"\d{11}", r"cpf", alone=True, written=r"\d{3}\.\d{3}\.\d{3}-\d{2}"),
    _National("br.cnpj", r"\d{14}", r"cnpj", alone=True, written=r"\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}"),
    _National("es.dni", r"\d{8}[A-Z]", r"dni|nif|documento", alone=True),
    _National("es.nie", r"[XYZ]\d{7}[A-Z]", r"nie|extranjer", alone=True),
    _National("it.codicefiscale", r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]", r"codice|fiscale", alone=True),
    _National("fr.nir", r"[12]\d{12,14}|[12]\d{4}2[AB]\d{6,8}", r"nir|sécu|secu|social|insee", alone=True),
    _National("de.idnr", r"[1-9]\d{10}", r"steuer|tax|idnr|tin\b", written=r"\d{2} \d{3} \d{3} \d{3}"),
    _National("nl.bsn", r"\d{9}", r"bsn|burgerservice|sofi"),
    _National(
        "be.nn", r"\d{11}", r"rijksregister|national|insz|niss", alone=True, written=r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}"
    ),
    _National("pl.pesel", r"\d{11}", r"pesel"),
    _National("pt.cc", r"\d{9}[A-Z0-9]{2}\d", r"cartão|cidadão|cc\b|citizen"),
    _National("pt.nif", r"[1235689]\d{8}", r"nif|contribuinte|nipc"),
    _National("se.personnummer", r"\d{10}|\d{12}", r"personnummer|personal", written=r"(?:\d{2})?\d{6}[-+]\d{4}"),
    _National("fi.hetu", r"\d{6}[-+A-Y]?\d{3}[0-9A-Y]", r"hetu|henkil", written=r"\d{6}[-+A]\d{3}[0-9A-Y]"),
    _National("dk.cpr", r"\d{10}", r"cpr|personnummer"),
    _National("no.fodselsnummer", r"\d{11}", r"fødsels|fodsels|personnummer|national", alone=True),
    _National("in_.aadhaar", r"[2-9]\d{11}", r"aadhaar|aadhar|uidai|uid\b", written=r"\d{4}[ -]\d{4}[ -]\d{4}"),
    _National("in_.pan", r"[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]", r"\bpan\b|income tax|permanent account"),
    _National("cn.ric", r"\d{17}[\dX]", r"身份证|resident|identity", alone=True),
    _National("kr.rrn", r"\d{13}", r"rrn|resident|주민", written=r"\d{6}-[1-8]\d{6}"),
    _National("jp.in_", r"\d{12}", r"my number|マイナンバー|個人番号"),
    _National("au.tfn", r"\d{8,9}", r"tfn|tax file"),
    _National("ca.sin", r"[1-9]\d{8}", r"\bsin\b|social insurance", written=r"\d{3}[- ]\d{3}[- ]\d{3}"),
    _National("mx.curp", r"[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d", r"curp", alone=True),
    _National("mx.rfc", r"[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}", r"rfc"),
    _National("cl.rut", r"\d{7,8}[\dK]", r"\brut\b|\brun\b", written=r"\d{1,2}\.?\d{3}\.?\d{3}-[\dKk]"),
    _National("ar.cuit", r"\d{11}", r"cuit|cuil", written=r"\d{2}-\d{8}-\d"),
    _National("ar.dni", r"\d{7,8}", r"\bdni\b"),
    _National("co.nit", r"\d{9,10}", r"\bnit\b"),
    _National("tr.tckimlik", r"[1-9]\d{10}", r"kimlik|tckn|t\.c\.", alone=True),
    _National("za.idnr", r"\d{13}", r"south africa|\bid\b|identity"),
    _National("il.idnr", r"\d{8,9}", r"teudat|israel|zehut"),
    _National("ch.ssn", r"756\d{10}", r"ahv|avs", alone=True, written=r"756\.\d{4}\.\d{4}\.\d{2}"),
    _National("cz.rc", r"\d{9,10}", r"rodné|rodne|birth number", written=r"\d{6}/\d{3,4}"),
    _National("sk.rc", r"\d{9,10}", r"rodné|rodne|birth number"),
    _National("ro.cnp", r"[1-9]\d{12}", r"cnp|cod numeric", alone=True),
    _National("bg.egn", r"\d{10}", r"egn|егн"),
    _National("hr.oib", r"\d{11}", r"oib"),
    _National("rs.pib", r"\d{9}", r"\bpib\b"),
    _National("si.emso", r"\d{13}", r"emšo|emso"),
    _National("ee.ik", r"[1-8]\d{10}", r"isikukood"),
    _National("lt.asmens", r"[1-8]\d{10}", r"asmens"),
    _National("lv.pvn", r"\d{11}", r"personas kods|pvn"),
    _National("gr.amka", r"\d{11}", r"amka|αμκα"),
    _National("gr.vat", r"\d{9}", r"\bafm\b|αφμ"),
    _National("hu.anum", r"\d{8}", r"adószám|adoszam"),
    _National("ie.pps", r"\d{7}[A-W][A-IW]?", r"pps", alone=True),
    _National("is_.kennitala", r"\d{10}", r"kennitala", written=r"\d{6}-\d{4}"),
    _National("gb.nhs", r"\d{10}", r"\bnhs\b", written=r"\d{3}[ -]\d{3}[ -]\d{4}"),
    _National("gb.utr", r"\d{10}", r"\butr\b"),
    _National("us.itin", r"9\d{8}", r"itin", written=r"9\d{2}-\d{2}-\d{4}"),
    _National("us.ssn", r"\d{9}", r"ssn|social security|social"),
    _National("us.rtn", r"\d{9}", r"routing|\baba\b|\brtn\b"),
    _National("my.nric", r"\d{12}", r"nric|mykad|kad pengenalan", written=r"\d{6}-\d{2}-\d{4}"),
    _National("sg.uen", r"\d{8,9}[A-Z]", r"uen"),
    _National("id.nik", r"\d{16}", r"\bnik\b|ktp"),
    _National("th.pin", r"[1-8]\d{12}", r"thai|บัตร", written=r"\d-\d{4}-\d{5}-\d{2}-\d"),
    _National("ua.rntrc", r"\d{10}", r"рнокпп|іпн|rnokpp|rntrc"),
    _National("ru.inn", r"\d{10}|\d{12}", r"инн|\binn\b"),
    _National("tw.ubn", r"\d{8}", r"統一編號|ubn"),
    _National("nz.ird", r"\d{8,9}", r"\bird\b"),
    _National("us.ein", r"\d{9}", r"\bein\b|employer identification"),
    _National("at.vnr", r"[1-9]\d{9}", r"sozialversicherung|svnr|svnummer|versicherungsnummer"),
    _National("fr.nif", r"[0-3]\d{12}", r"numéro fiscal|\bspi\b|\bnif\b"),
)
_BY_SHAPE = [(re.compile(one.shape), re.compile(one.words or r"(?!)", re.IGNORECASE), one) for one in _NATIONALS]
_ANY_WRITTEN = {one.module: re.compile(one.written) for one in _NATIONALS if one.written}
_GB_NINO = re.compile(
    r"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r" ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Za-z0-9])"
)
_SG_NRIC = re.compile(r"(?<![A-Za-z0-9])[STFG]\d{7}[A-Z](?![A-Za-z0-9])")
_COMPACT = str.maketrans("", "", " .-/")
_FEWEST_DIGITS = 5


def scan(folded: Folded) -> Finding:
    """Find personal data in a text. The score is 1 when there is any: what is found has been validated."""
    text = folded.text
    spans = [Span(*folded.span(one.start, one.end), one.kind) for one in _scan(text)]
    return Finding(1.0, tuple(merged(spans))) if spans else NOTHING


def _scan(text: str) -> Iterator[Span]:
    if "@" in text:
        yield from _mails(text)
    if _DIGIT.search(text) is None:
        return
    taken: list[tuple[int, int]] = []
    outline = Outline(text)
    for needed, found in _WITH_CHECKSUMS:
        for span in found(text) if outline.may_have_digits(needed) else ():
            taken.append((span.start, span.end))
            yield span
    for span in _phones(text) if outline.may_have_digits(_PHONE_ROW) else ():
        if not any(span.start < end and start < span.end for start, end in taken):
            yield span


def _mails(text: str) -> Iterator[Span]:
    at = text.find("@")
    while at >= 0:
        local = _MAIL_LOCAL.search(text, max(0, at - 64), at)
        domain = _MAIL_DOMAIN.match(text, at + 1, at + 256)
        if local and domain and ".." not in local[0]:
            start = local.start() + (len(local[0]) - len(local[0].lstrip(".'`=/{|}")))
            if start < at and text[max(0, start - 3) : start] != "://" and ":" not in local[0]:
                yield Span(start, domain.end(), "mail")
        at = text.find("@", at + 1)


def _cards(text: str) -> Iterator[Span]:
    for match in _CARD.finditer(text):
        digits = match[0].replace(" ", "").replace("-", "")
        if len(digits) < 13 and not _CARD_WORDS.search(_before(text, match.start())):
            continue
        if not _CARD_PREFIXES.fullmatch(digits) or not _luhn(digits) or len(set(digits)) < 2:
            continue
        before = _before(text, match.start())
        if digits == match[0] and _OTHER_NUMBER.search(before) and not _CARD_WORDS.search(before):
            continue
        yield Span(match.start(), match.end(), "card")


def _luhn(digits: str) -> bool:
    odd = sum(map(int, digits[-1::-2]))
    even = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (odd + even) % 10 == 0


def _ibans(text: str) -> Iterator[Span]:
    for match in _IBAN.finditer(text):
        found = match[0]
        if (len(found.replace(" ", "").replace("-", "")) < 15) or not _is_iban(found):
            # The words that follow may look like further groups: leave them off one by one.
            found = _shorter_iban(found)
        if found:
            yield Span(match.start(), match.start() + len(found), "iban")


def _is_iban(found: str) -> bool:
    # Without the rules of single countries: they know banks, and those change.
    return bool(iban.is_valid(found, check_country=False))


def _shorter_iban(found: str) -> str:
    while " " in found:
        found = found.rpartition(" ")[0]
        if len(found.replace(" ", "")) >= 15 and _is_iban(found):
            return found
    return ""


def _ssns(text: str) -> Iterator[Span]:
    return (Span(match.start(), match.end(), "us.ssn") for match in _US_SSN.finditer(text))


def _ninos(text: str) -> Iterator[Span]:
    return (Span(match.start(), match.end(), "gb.nino") for match in _GB_NINO.finditer(text))


def _nrics(text: str) -> Iterator[Span]:
    found = (match for match in _SG_NRIC.finditer(text) if _singapore(match[0]))
    return (Span(match.start(), match.end(), "sg.nric") for match in found)


def _numbers(text: str) -> Iterator[Span]:
    for match in _NUMBER.finditer(text):
        if kind := _national(text, match):
            yield Span(match.start(), match.end(), kind)


def _national(text: str, match: re.Match[str]) -> str | None:
    written = match[0]
    if sum(map(str.isdigit, written)) < _FEWEST_DIGITS:
        return None
    compact = written.translate(_COMPACT).upper()
    if not 7 <= len(compact) <= 18 or len(set(compact)) < 3:
        return None
    around: str | None = None
    for shape, words, one in _BY_SHAPE:
        if shape.fullmatch(compact) is None:
            continue
        usual = _ANY_WRITTEN.get(one.module)
        if not (one.alone or (usual is not None and usual.fullmatch(written.upper()))):
            around = around if around is not None else _around(text, match)
            if words.search(around) is None:
                continue
        elif compact == written and compact.isdigit() and _OTHER_NUMBER.search(_before(text, match.start())):
            continue
        if _is(one.module, written.upper() if "-" in written or "+" in written else compact):
            return one.module.replace("_", "")
    return None


def _singapore(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[1:8], (2, 7, 6, 5, 4, 3, 2), strict=True))
    total += 4 if number[0] in "TG" else 0
    return ("JZIHGFEDCBA" if number[0] in "ST" else "XWUTRQPNMLK")[total % 11] == number[8]


def _phones(text: str) -> Iterator[Span]:
    for match in _PHONE.finditer(text):
        found = match[0].rstrip(" .-/(")
        digits = sum(map(str.isdigit, found))
        if not 7 <= digits <= 15:
            continue
        before = _before(text, match.start())
        international = found.startswith("+") or (found.startswith("00") and digits > 9)
        if (
            international
            or _NANP.fullmatch(found)
            or (_PHONE_WORDS.search(before) and not _OTHER_NUMBER.search(before))
        ):
            region = None if international else "US"
            if _possible_phone("+" + found[2:] if found.startswith("00") and international else found, region):
                yield Span(match.start(), match.start() + len(found), "phone")


def _possible_phone(number: str, region: str | None) -> bool:
    import phonenumbers  # noqa: PLC0415 - its tables are read only when a text has something like a number

    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return region is not None and number.startswith("0")
    return bool(phonenumbers.is_possible_number(parsed)) or (region is not None and number.startswith(("0", "(0")))


@cache
def _validator(module: str) -> Callable[[str], bool]:
    valid: Callable[[str], bool] = import_module(f"stdnum.{module}").is_valid
    return valid


def _is(module: str, number: str) -> bool:
    return bool(_validator(module)(number))


def _before(text: str, start: int) -> str:
    return text[max(0, start - _NEAR) : start]


def _around(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _NEAR) : match.start()] + " \n " + text[match.end() : match.end() + 30]


_DIGITS = {"d": string.digits}
_CAPITALS = {**_DIGITS, "A": string.ascii_uppercase}
_WITH_CHECKSUMS: tuple[tuple[Row, Callable[[str], Iterator[Span]]], ...] = (
    (row("aadd", {**_DIGITS, "a": string.ascii_letters}), _ibans),
    (row("d" * 12, _DIGITS, left_out=" -"), _cards),
    (row("ddd-dd-dddd", {**_DIGITS, "-": "- "}), _ssns),
    (row("AAddddddA", _CAPITALS, left_out=" "), _ninos),
    (row("AdddddddA", _CAPITALS), _nrics),
    (row("d", _DIGITS), _numbers),
)
"""What is tried where so many letters and digits are side by side as it needs."""
_PHONE_ROW = row("d" * 7, _DIGITS, left_out=" ().-/+")
