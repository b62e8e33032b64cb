"""Writes small models."""

from __future__ import annotations

DMN = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def model(*parts: str, namespace: str = "test", dmn: str = DMN) -> bytes:
    """Return a model with these parts."""
    return f'<definitions xmlns="{dmn}" name="Test" namespace="{namespace}">{"".join(parts)}</definitions>'.encode()


def inputs(*names: str, type_ref: str = "") -> str:
    """Return input data; the id is the name without spaces."""
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    return "".join(
        f'<inputData id="{_id(name)}" name="{name}"><variable name="{name}"{typed}/></inputData>' for name in names
    )


def decision(name: str, logic: str, *, needs: str = "", knows: str = "", type_ref: str = "", of: str = "input") -> str:
    """Return a decision that requires input data (or, by ``of``, decisions) and knowledge, named with commas."""
    kind = {"input": "requiredInput", "decision": "requiredDecision"}[of]
    required = "".join(
        f'<informationRequirement><{kind} href="#{_id(n)}"/></informationRequirement>' for n in _split(needs)
    )
    required += "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{_id(n)}"/></knowledgeRequirement>' for n in _split(knows)
    )
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    return f'<decision id="{_id(name)}" name="{name}"><variable name="{name}"{typed}/>{required}{logic}</decision>'


def literal(text: str) -> str:
    """Return a literal expression."""
    return f"<literalExpression><text><![CDATA[{text}]]></text></literalExpression>"


def table(policy: str, columns: str, *rules: str, outputs: str = "<output/>", aggregation: str = "") -> str:
    """Return a table; a rule is its cells with ``|`` between them, the results after ``=>``."""
    added = f' aggregation="{aggregation}"' if aggregation else ""
    heads = "".join(f"<input><inputExpression><text>{c}</text></inputExpression></input>" for c in _split(columns))
    return f'<decisionTable hitPolicy="{policy}"{added}>{heads}{outputs}{"".join(map(_rule, rules))}</decisionTable>'


def _rule(rule: str) -> str:
    tests, _, results = rule.partition("=>")
    cells = "".join(f"<inputEntry><text><![CDATA[{c.strip()}]]></text></inputEntry>" for c in tests.split("|"))
    cells += "".join(f"<outputEntry><text><![CDATA[{c.strip()}]]></text></outputEntry>" for c in results.split("|"))
    return f"<rule>{cells}</rule>"


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _id(name: str) -> str:
    return name.replace(" ", "_")
