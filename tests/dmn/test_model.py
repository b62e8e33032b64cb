"""Decision models: tables, boxed expressions, requirements, imports, and what is wrong with them."""

from __future__ import annotations

import pytest

from charter.core.findings import Severity
from charter.dmn.errors import DecisionNotFound, DmnUnreadable
from charter.dmn.model import parse_dmn
from charter.feel.errors import FeelLimitExceeded
from tests.dmn.models import DMN, decision, inputs, literal, model, table

PRIORITIES = '<output><outputValues><text>"high", "low"</text></outputValues></output>'
DEFAULT = "<output><defaultOutputEntry><text>0</text></defaultOutputEntry></output>"
RULES = ('> 0 => "low"', '> 5 => "high"', '> 7 => "low"')


def evaluated(logic: str, **values: object) -> object:
    parsed = parse_dmn(model(inputs("x"), decision("D", logic, needs="x")))
    assert parsed.findings == []
    return parsed.evaluate("D", values).to_json()


@pytest.mark.parametrize(
    ("policy", "x", "expected"),
    [
        ("UNIQUE", 3, "low"),
        ("UNIQUE", 6, None),
        ("ANY", 6, None),
        ("FIRST", 8, "low"),
        ("PRIORITY", 8, "high"),
        ("RULE ORDER", 8, ["low", "high", "low"]),
        ("OUTPUT ORDER", 8, ["high", "low", "low"]),
        ("COLLECT", 6, ["low", "high"]),
        ("FIRST", -1, None),
    ],
)
def test_hit_policies(policy, x, expected):
    assert evaluated(table(policy, "x", *RULES, outputs=PRIORITIES), x=x) == expected


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", 6), ("MIN", 1), ("MAX", 3), ("COUNT", 3)])
def test_collected_results_are_aggregated(aggregation, expected):
    rules = ("> 0 => 1", "> 1 => 2", "> 2 => 3")
    assert evaluated(table("COLLECT", "x", *rules, aggregation=aggregation), x=9) == expected


def test_a_default_is_used_when_no_rule_applies():
    assert evaluated(table("UNIQUE", "x", "> 5 => 1", outputs=DEFAULT), x=1) == 0


@pytest.mark.parametrize(
    ("cell", "x", "expected"),
    [
        ("-", None, 1),
        ("", 7, 1),
        ("null", None, 1),
        ("not(null)", None, None),
        ("not(null)", 3, 1),
        ("not(1, 2)", 2, None),
        ("< 3, > 7", 8, 1),
        ("[1..3]", 3, 1),
        ("[1..3)", 3, None),
        ("? > 2 and ? < 9", 5, 1),
        ('starts with(?, "a")', "abc", 1),
        ('"a", "b"', "b", 1),
        ("[2, 3]", 3, 1),
        ("true", True, 1),
        ('date("2026-01-31")', "2026-01-31", None),
    ],
)
def test_cells_are_unary_tests(cell, x, expected):
    assert evaluated(table("UNIQUE", "x", f"{cell} => 1"), x=x) == expected


def test_the_record_tells_which_rules_applied_with_what():
    two = '<output name="rate"/><output name="why"/>'
    parsed = parse_dmn(
        model(
            inputs("x"), decision("D", table("FIRST", "x", '<= 1 => 1 | "a"', '> 1 => 2 | "b"', outputs=two), needs="x")
        )
    )
    result = parsed.evaluate("D", {"x": 3.5})
    assert result.to_json() == {"rate": 2, "why": "b"}
    assert [rule.to_json() for rule in result.matched] == [
        {
            "decision": "D",
            "table": "",
            "rule": "",
            "number": 2,
            "inputs": {"x": 3.5},
            "outputs": {"rate": 2, "why": "b"},
        }
    ]


def test_requirements_are_evaluated_first_and_once():
    parsed = parse_dmn(
        model(
            inputs("base price"),
            decision("net", literal("base price * 2"), needs="base price"),
            decision("gross", literal("net * 1.19"), needs="net", of="decision"),
            decision("both", literal("{net: net, gross: gross}"), needs="net, gross", of="decision"),
        )
    )
    result = parsed.evaluate("both", {"base price": 100})
    assert result.to_json() == {"net": 200, "gross": 238}
    assert list(result.decisions) == ["net", "gross", "both"]
    assert [node.name for node in parsed.decisions] == ["net", "gross", "both"]
    assert [node.name for node in parsed.inputs] == ["base price"]


BOXED = {
    '<context><contextEntry><variable name="a"/><literalExpression><text>x + 1</text></literalExpression>'
    "</contextEntry><contextEntry><literalExpression><text>a * 2</text></literalExpression></contextEntry>"
    "</context>": 8,
    "<list><literalExpression><text>x</text></literalExpression><literalExpression><text>1</text></literalExpression>"
    "</list>": [3, 1],
    '<relation><column name="a"/><column name="b"/><row><literalExpression><text>1</text></literalExpression>'
    "<literalExpression><text>x</text></literalExpression></row></relation>": [{"a": 1, "b": 3}],
    f"<conditional><if>{literal('x > 1')}</if><then>{literal('1')}</then><else>{literal('2')}</else></conditional>": 1,
    f"<filter><in>{literal('[1, 2, 3, 4]')}</in><match>{literal('item > x')}</match></filter>": [4],
    f'<for iteratorVariable="i"><in>{literal("1..3")}</in><return>{literal("i * x")}</return></for>': None,
    f'<for iteratorVariable="i"><in>{literal("[1, 2]")}</in><return>{literal("i * x")}</return></for>': [3, 6],
    f'<some iteratorVariable="i"><in>{literal("[1, 4]")}</in><satisfies>{literal("i > x")}</satisfies></some>': True,
    f'<every iteratorVariable="i"><in>{literal("[1, 4]")}</in><satisfies>{literal("i > x")}</satisfies></every>': False,
    f"<invocation>{literal('abs')}<binding><parameter name='n'/>{literal('-x')}</binding></invocation>": 3,
}


@pytest.mark.parametrize("logic", BOXED)
def test_boxed_expressions(logic):
    parsed = parse_dmn(model(inputs("x"), decision("D", logic, needs="x")))
    assert parsed.evaluate("D", {"x": 3}).to_json() == BOXED[logic]


def test_knowledge_is_a_function_that_may_call_itself():
    knowledge = (
        '<businessKnowledgeModel id="fact" name="fact"><variable name="fact"/><encapsulatedLogic>'
        '<formalParameter name="n" typeRef="number"/>'
        f"{literal('if n <= 1 then 1 else n * fact(n - 1)')}</encapsulatedLogic></businessKnowledgeModel>"
    )
    parsed = parse_dmn(model(inputs("x"), knowledge, decision("D", literal("fact(x)"), needs="x", knows="fact")))
    assert parsed.findings == []
    assert parsed.evaluate("D", {"x": 20}).to_json() == 2432902008176640000
    assert parsed.evaluate("D", {"x": "a"}).to_json() is None
    with pytest.raises(FeelLimitExceeded):
        parsed.evaluate("D", {"x": 10_000})


TYPES = (
    '<itemDefinition name="Colour"><typeRef>string</typeRef><allowedValues><text>"red", "blue"</text></allowedValues>'
    '</itemDefinition><itemDefinition name="Days" isCollection="true"><typeRef>date</typeRef></itemDefinition>'
    '<itemDefinition name="Tree"><itemComponent name="v"><typeRef>number</typeRef></itemComponent>'
    '<itemComponent name="below" isCollection="true"><typeRef>Tree</typeRef></itemComponent></itemDefinition>'
)


@pytest.mark.parametrize(
    ("type_ref", "x", "expected"),
    [
        ("number", 1.5, 1.5),
        ("number", "1", None),
        ("number", [2], 2),
        ("string", ["a", "b"], None),
        ("Colour", "red", "red"),
        ("Colour", "green", None),
        ("feel:string", "a", "a"),
        ("date", "2026-01-31", "2026-01-31"),
        ("date and time", "2026-01-31T10:00:00Z", "2026-01-31T10:00:00Z"),
        ("Days", ["2026-01-31"], ["2026-01-31"]),
        ("Days", "2026-01-31", None),
        ("Tree", {"v": 1, "below": [{"v": 2, "below": []}]}, {"v": 1, "below": [{"v": 2, "below": []}]}),
        ("Tree", {"v": 1, "below": [{"v": "2", "below": []}]}, None),
    ],
)
def test_values_are_fitted_to_their_types(type_ref, x, expected):
    parsed = parse_dmn(model(TYPES, inputs("x", type_ref=type_ref), decision("D", literal("x"), needs="x")))
    assert parsed.findings == []
    result = parsed.evaluate("D", {"x": x})
    assert result.to_json() == expected
    assert bool(result.warnings) == (expected is None)


def test_services_are_functions_and_can_be_evaluated():
    service = (
        '<decisionService id="S" name="S"><variable name="S"/><outputDecision href="#D"/><inputData href="#x"/>'
        "</decisionService>"
    )
    parts = [inputs("x"), decision("D", literal("x + 1"), needs="x"), service]
    parsed = parse_dmn(model(*parts, decision("E", literal("S(1) + S(x: 2)"), knows="S")))
    assert parsed.findings == []
    assert parsed.evaluate("S", {"x": 4}).to_json() == 5
    assert parsed.evaluate("E", {}).to_json() == 5


def test_models_import_each_other_by_name():
    lower = parse_dmn(
        model(TYPES, inputs("x", type_ref="Colour"), decision("low", literal("x"), needs="x"), namespace="lower")
    )
    imported = f'<import name="lib" namespace="lower" importType="{DMN}"/>'
    reference = '<informationRequirement><requiredDecision href="lower#low"/></informationRequirement>'
    upper = model(imported, decision("high", reference + literal('lib.low + "!"'), type_ref="lib.Colour"))
    parsed = parse_dmn(upper, imports=[lower])
    assert parsed.findings == []
    assert parsed.evaluate("high", {"x": "red"}).to_json() is None  # "red!" is no Colour
    nameless = model(imported.replace('"lib"', '""'), decision("high", reference + literal('low + "!"')))
    assert parse_dmn(nameless, imports=[lower]).evaluate("high", {"x": "red"}).to_json() == "red!"
    assert [finding.rule for finding in parse_dmn(upper).findings if finding.severity == Severity.ERROR][:1] == [
        "dmn.import-missing"
    ]


@pytest.mark.parametrize(
    ("parts", "rule", "says"),
    [
        ([decision("D", literal("1 +"))], "dmn.feel-syntax", "ends too early"),
        ([decision("D", literal("1"), needs="y")], "dmn.reference-missing", "#y"),
        (
            [
                decision("A", literal("B"), needs="B", of="decision"),
                decision("B", literal("A"), needs="A", of="decision"),
            ],
            "dmn.cycle",
            "A → B → A",
        ),
        ([decision("D", literal("1"), type_ref="Nothing")], "dmn.unknown-type", "Nothing"),
        ([decision("A", literal("1")), decision("A", literal("2"))], "dmn.duplicate-name", "'A'"),
        ([inputs("x"), decision("D", literal("x"))], "dmn.requirement-missing", "'x'"),
        ([decision("D", literal("x"))], "dmn.unknown-name", "'x'"),
        ([decision("D", table("BEST", "1", "- => 1"))], "dmn.hit-policy", "BEST"),
        ([decision("D", table("FIRST", "1", "- | - => 1"))], "dmn.table-shape", "2 condition(s) for 1"),
        ([decision("D", "")], "dmn.logic-missing", "no logic"),
        (
            [
                decision(
                    "D", '<literalExpression expressionLanguage="urn:javascript"><text>1</text></literalExpression>'
                )
            ],
            "dmn.language",
            "javascript",
        ),
        (
            [decision("D", f'<functionDefinition kind="Java">{literal("1")}</functionDefinition>')],
            "dmn.function-kind",
            "Java",
        ),
        (['<itemDefinition name="A"><typeRef>A</typeRef></itemDefinition>'], "dmn.cycle", "A → A"),
    ],
)
def test_what_is_wrong_is_a_finding_with_line_and_fix(parts, rule, says):
    findings = [finding for finding in parse_dmn(model(*parts)).findings if finding.rule == rule]
    assert findings
    assert says in findings[0].message
    assert findings[0].line == 1
    assert findings[0].fix


def test_decisions_in_a_circle_are_null_and_end():
    parsed = parse_dmn(
        model(
            decision("A", literal("B"), needs="B", of="decision"), decision("B", literal("A"), needs="A", of="decision")
        )
    )
    result = parsed.evaluate("A", {})
    assert result.value is None
    assert any("requires itself" in warning.message for warning in result.warnings)


def test_a_chain_of_a_thousand_decisions_is_not_deep():
    links = [decision("d0", literal("1"))]
    links += [decision(f"d{i}", literal(f"d{i - 1} + 1"), needs=f"d{i - 1}", of="decision") for i in range(1, 1_000)]
    assert parse_dmn(model(*links)).evaluate("d999", {}).to_json() == 1_000


def test_who_asks_for_nothing_known_is_told():
    with pytest.raises(DecisionNotFound, match="no decision 'X'"):
        parse_dmn(model(inputs("x"))).evaluate("X", {})


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><definitions>&b;</definitions>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no element found"),
        (b"<definitions", "unclosed token"),
        (b"not xml", "not XML"),
        (BOMB, "document type"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "document type"),
        (b"<a>" * 200, "deep"),
        (b"<definitions/>", "no namespace"),
        (b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "BPMN"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "encoding"),
        (b"\xff\xfe\x00", ""),
        (b"<a>" + b"<b/>" * 300_000 + b"</a>", "elements"),
        (b" " * 11_000_000, "at most"),
    ],
)
def test_files_from_strangers_are_refused_with_a_reason(data, says):
    with pytest.raises(DmnUnreadable) as refused:
        parse_dmn(data)
    assert says in str(refused.value)
    assert refused.value.finding.fix


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize(
    "namespace", ["http://www.omg.org/spec/DMN/20151101/dmn.xsd", "https://www.omg.org/spec/DMN/20191111/MODEL/"]
)
def test_any_prefix_encoding_and_version(encoding, namespace):
    document = (
        f'<?xml version="1.0" encoding="{encoding}"?><d:definitions xmlns:d="{namespace}" name="n" namespace="n">'
        '<d:decision id="d" name="größe"><x:other xmlns:x="urn:x"/><d:literalExpression><d:text>"ä"</d:text>'
        "</d:literalExpression></d:decision></d:definitions>"
    )
    assert parse_dmn(document.encode(encoding)).evaluate("größe", {}).to_json() == "ä"


@pytest.mark.parametrize(
    ("boxed", "written"),
    [
        (("for", "return", "i + x"), "for i in [x, y] return i + x"),
        (("for", "return", "count(partial) + i * y"), "for i in [x, y] return count(partial) + i * y"),
        (("some", "satisfies", "i > y"), "some i in [x, y] satisfies i > y"),
        (("every", "satisfies", "i >= x"), "every i in [x, y] satisfies i >= x"),
    ],
)
def test_boxed_iterations_are_those_of_feel(boxed, written):
    kind, body, text = boxed
    boxed_logic = f'<{kind} iteratorVariable="i"><in>{literal("[x, y]")}</in><{body}>{literal(text)}</{body}></{kind}>'
    filtered = f"<filter><in>{literal('[x, y]')}</in><match>{literal('item > x')}</match></filter>"
    parsed = parse_dmn(
        model(
            inputs("x", "y"),
            decision("boxed", boxed_logic, needs="x, y"),
            decision("written", literal(written), needs="x, y"),
            decision("filter", filtered, needs="x, y"),
        )
    )
    values = {"x": 2, "y": 5}
    assert parsed.evaluate("boxed", values).to_json() == parsed.evaluate("written", values).to_json()
    assert parsed.evaluate("filter", values).to_json() == [5]
