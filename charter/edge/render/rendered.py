"""What rendering gives: a file, and what the gateway cannot do."""

from __future__ import annotations

from dataclasses import dataclass

from charter.edge.policy import EdgePolicy, Per


@dataclass(frozen=True, slots=True)
class Rendered:
    """A gateway's file. Its head lists ``left_to_charter`` too: nothing of the policy is dropped in silence.

    Attributes:
        left_to_charter: parts of the policy that this gateway does not express; Charter behind it enforces them.
        notes: what else whoever runs the gateway must do.
    """

    text: str
    left_to_charter: list[str]
    notes: list[str]


def head(gateway: str, left_to_charter: list[str], notes: list[str]) -> str:
    """Return the comment at the top of a rendered file."""
    lines = [f"The edge policy for {gateway}, made by charter edge render: change the policy, not this file."]
    for title, items in (("Not expressed here, enforced by Charter behind it:", left_to_charter), ("Notes:", notes)):
        if items:
            lines += ["", title, *(f"- {item}" for item in items)]
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


def left_to_charter_always(policy: EdgePolicy) -> list[str]:
    """Return what no gateway in front can know."""
    left = ["API keys, sessions and what they permit"]
    if any(limit.per != Per.ADDRESS for limit in policy.rate_limits):
        left.append("rate_limits per tenant, key and user: the caller is known only behind the gateway")
    left.append("tenants' own parts of the policy")
    if policy.bans.refusals:
        left.append("bans")
    if policy.countries.allow or policy.countries.deny:
        left.append("countries")
    left.append("requests.idle_seconds, network.connections_per_client")
    return left
