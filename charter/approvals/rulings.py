"""What the policies of a tenant say to a tool call: pure, so that it can be tried before it counts.

The first policy in their order that fits decides. None fits: the call is allowed, except that a sensitive argument
which came out of a tool or document is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any
from uuid import UUID

import jsonschema_rs
from pydantic import JsonValue

from charter.approvals.taint import Sources, sensitive_paths, within
from charter.feel.errors import FeelError
from charter.feel.expression import Expression, compile_expression
from charter.tools.tool import Tool, compiled

DEFAULT_EXPIRY_S = 3 * 86_400


class Effect(StrEnum):
    """What a policy does with a call that fits it."""

    ALLOW = "allow"
    DENY = "deny"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call before it is made.

    Attributes:
        agent: slug of the agent that wants it; None for workflows and callers from outside.
        caller: text id of who started the run.
        sources: what was heard before, for taint.
    """

    tool: Tool
    arguments: Mapping[str, JsonValue]
    agent: str | None
    caller: str
    sources: Sources
    at: datetime


@dataclass(frozen=True, slots=True)
class Ruling:
    """What becomes of a call, and why. ``policy`` is the name of the policy that decided, if one did."""

    effect: Effect
    reason: str = ""
    policy_id: UUID | None = None
    policy: str | None = None
    expires_after_s: int = DEFAULT_EXPIRY_S
    four_eyes: bool = False


ALLOWED = Ruling(Effect.ALLOW)


@dataclass(frozen=True, slots=True)
class Rule:
    """A policy, ready to be asked.

    Attributes:
        tools: names or patterns with ``*``; agents and risks: empty for all.
        when: a FEEL condition over ``arguments``, ``tool``, ``agent``, ``caller``, ``tainted`` and ``seen_output``.
        matches: a JSON Schema that the arguments must satisfy for the policy to fit.
    """

    id: UUID
    name: str
    effect: Effect
    tools: tuple[str, ...]
    agents: tuple[str, ...]
    risks: tuple[str, ...]
    when: Expression | None
    matches: jsonschema_rs.Validator | None
    reason: str
    expires_after_s: int
    four_eyes: bool

    def concerns(self, call: Call) -> bool:
        """True when the policy speaks of this tool and agent."""
        return (
            any(fnmatchcase(call.tool.name, pattern) for pattern in self.tools)
            and (not self.agents or call.agent in self.agents)
            and (not self.risks or call.tool.risk.value in self.risks)
        )

    def fits(self, call: Call, facts: Mapping[str, Any]) -> bool:
        """True when its conditions hold. A condition that cannot be evaluated holds, except for permission."""
        if self.matches is not None and not self.matches.is_valid(dict(call.arguments)):
            return False
        if self.when is None:
            return True
        try:
            value = self.when.evaluate(facts, lambda: call.at).to_json()
        except FeelError:
            value = None
        return value if isinstance(value, bool) else self.effect is not Effect.ALLOW


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All policies of a tenant that are on, in their order."""

    rules: Sequence[Rule] = field(default_factory=tuple)

    def rule(self, call: Call) -> Ruling:
        """Return what becomes of a call; one that asks a person is never made without one."""
        ruling = self._rule(call)
        if ruling.effect is Effect.ALLOW and call.tool.definition.get("asks") is True:
            return replace(ruling, effect=Effect.ASK, reason=str(call.arguments.get("question", "")))
        return ruling

    def _rule(self, call: Call) -> Ruling:
        concerned = [rule for rule in self.rules if rule.concerns(call)]
        marked = sensitive_paths(call.tool.parameters)
        if not concerned and not marked:
            return ALLOWED
        tainted = call.sources.tainted(dict(call.arguments))
        sensitive = [path for path in tainted if within(path, marked)]
        facts = _facts(call, tainted, sensitive) if concerned else {}
        for rule in concerned:
            if rule.fits(call, facts):
                reason = rule.reason or f'The policy "{rule.name}" says so.'
                return Ruling(rule.effect, reason, rule.id, rule.name, rule.expires_after_s, rule.four_eyes)
        if sensitive:
            paths = ", ".join(sensitive)
            return Ruling(Effect.ASK, f"{paths} came out of a tool or document, and the tool marks it as sensitive.")
        return ALLOWED


def _facts(call: Call, tainted: list[str], sensitive: list[str]) -> dict[str, Any]:
    tool = call.tool
    return {
        "arguments": dict(call.arguments),
        "tool": {"name": tool.name, "kind": tool.kind.value, "risk": tool.risk.value, "tags": list(tool.tags)},
        "agent": call.agent,
        "caller": call.caller,
        "tainted": tainted,
        "sensitive": sensitive,
        "seen_output": call.sources.seen_output,
    }


def compiled_condition(text: str) -> Expression:
    """Return a FEEL condition, ready to be asked.

    Raises:
        ValueError: it is not FEEL; the text says where.
    """
    try:
        return compile_expression(text)
    except FeelError as error:
        raise ValueError(str(error)) from error


def compiled_schema(schema: dict[str, JsonValue]) -> jsonschema_rs.Validator:
    """Return a JSON Schema for arguments, ready to be asked.

    Raises:
        ValueError: it is no schema.
    """
    return compiled(schema)
