"""Finds circles among elements that require each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def cycles(edges: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield circles, each as the elements on it in order; if there is any circle, at least one is found.

    Args:
        edges: what each element requires.
    """
    done: set[str] = set()
    for start in edges:
        yield from _from(start, edges, done)


def _from(start: str, edges: Mapping[str, Sequence[str]], done: set[str]) -> Iterator[list[str]]:
    path: list[str] = []
    places: dict[str, int] = {}
    stack: list[tuple[str, bool]] = [(start, False)]
    while stack:
        element, leaving = stack.pop()
        if leaving:
            del places[path.pop()]
            done.add(element)
        elif element in places:
            yield path[places[element] :]
        elif element not in done and element in edges:
            places[element] = len(path)
            path.append(element)
            stack.append((element, True))
            stack.extend((required, False) for required in reversed(edges[element]))
