"""Circles in a graph: of flows that never wait, of processes that call each other, of agents that hand work on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping


def loops_of(edges: Mapping[str, Collection[str]]) -> Iterator[set[str]]:
    """Yield the sets of nodes that lie on a common loop (Kosaraju's algorithm, without recursion).

    Args:
        edges: where each node leads; a node that is no key leads nowhere.
    """
    against: dict[str, list[str]] = {node: [] for node in edges}
    for node, targets in edges.items():
        for target in targets:
            against.setdefault(target, []).append(node)
    seen: set[str] = set()
    for node in reversed(_finished(edges)):
        if node in seen:
            continue
        members, waiting = {node}, [node]
        while waiting:
            found = [source for source in against[waiting.pop()] if source not in seen and source not in members]
            members.update(found)
            waiting += found
        seen |= members
        if len(members) > 1 or node in edges.get(node, ()):
            yield members


def _finished(edges: Mapping[str, Collection[str]]) -> list[str]:
    """Return the nodes in the order in which a depth-first walk leaves them."""
    order: list[str] = []
    seen: set[str] = set()
    for start in edges:
        waiting = [(start, False)]
        while waiting:
            node, leaving = waiting.pop()
            if leaving:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                waiting.append((node, True))
                waiting += [(target, False) for target in edges.get(node, ()) if target not in seen]
    return order


def shortest_loop(start: str, edges: Mapping[str, Collection[str]], inside: set[str]) -> list[str]:
    """Return the shortest way from a node back to itself."""
    before: dict[str, str] = {}
    waiting = [start]
    for node in waiting:  # grows while it is walked: breadth first
        for target in edges.get(node, ()):
            if target == start:
                way = [start, node]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1] if node != start else [start, start]
            if target in inside and target not in before:
                before[target] = node
                waiting.append(target)
    return [start]


def spelled(way: list[str]) -> str:
    """Return a circle for people: ``a → b → a``, its middle left out where it is long."""
    return " → ".join(way if len(way) <= 20 else [*way[:10], "…", *way[-9:]])
