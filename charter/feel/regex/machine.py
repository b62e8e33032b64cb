"""Matches any pattern in time that grows with pattern times text: all ways at once (Thompson, Pike).

Slower than Python's ``re`` on harmless patterns, so it is used for the others only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from charter.feel.regex.syntax import (
    Anchor,
    BackReference,
    Chars,
    Choice,
    Group,
    InvalidPattern,
    Pattern,
    Repeat,
    Sequence,
)

MAX_INSTRUCTIONS = 20_000
Captures = tuple[int, ...]


@dataclass(slots=True)
class _Instruction:
    """``kind`` is one of char, anchor, split, jump, save, match."""

    kind: str
    test: re.Pattern[str] | None = None
    first: int = 0
    second: int = 0


class _Assembler:
    """Turns a pattern into instructions."""

    def __init__(self, flags: int) -> None:
        self.program: list[_Instruction] = []
        self._flags = flags

    def _emit(self, instruction: _Instruction) -> int:
        if len(self.program) >= MAX_INSTRUCTIONS:
            raise InvalidPattern("the pattern is too large")
        self.program.append(instruction)
        return len(self.program) - 1

    def add(self, pattern: Pattern) -> None:
        """Append the instructions of a pattern."""
        match pattern:
            case Chars(source):
                self._emit(_Instruction("char", re.compile(source, self._flags)))
            case Anchor(source):
                self._emit(_Instruction("anchor", re.compile(source, self._flags)))
            case Sequence(parts):
                for part in parts:
                    self.add(part)
            case Choice(options):
                self._choice(options)
            case Group(inner, None):
                self.add(inner)
            case Group(inner, int() as number):
                self._emit(_Instruction("save", first=2 * number))
                self.add(inner)
                self._emit(_Instruction("save", first=2 * number + 1))
            case Repeat():
                self._repeat(pattern)
            case BackReference():
                raise InvalidPattern("a reference to a group is not possible in this pattern")

    def _choice(self, options: tuple[Pattern, ...]) -> None:
        jumps = []
        for option in options[:-1]:
            split = self._emit(_Instruction("split"))
            self.program[split].first = len(self.program)
            self.add(option)
            jumps.append(self._emit(_Instruction("jump")))
            self.program[split].second = len(self.program)
        self.add(options[-1])
        for jump in jumps:
            self.program[jump].first = len(self.program)

    def _split(self, split: int, inside: int, behind: int, *, lazy: bool) -> None:
        instruction = self.program[split]
        instruction.first, instruction.second = (behind, inside) if lazy else (inside, behind)

    def _repeat(self, repeat: Repeat) -> None:
        for _ in range(repeat.least):
            self.add(repeat.inner)
        if repeat.most is None:
            split = self._emit(_Instruction("split"))
            self.add(repeat.inner)
            self._emit(_Instruction("jump", first=split))
            self._split(split, split + 1, len(self.program), lazy=repeat.lazy)
            return
        splits = []
        for _ in range(repeat.most - repeat.least):
            splits.append(self._emit(_Instruction("split")))
            self.add(repeat.inner)
        for split in splits:
            self._split(split, split + 1, len(self.program), lazy=repeat.lazy)


class Machine:
    """A pattern that is matched all ways at once."""

    def __init__(self, pattern: Pattern, groups: int, flags: int) -> None:
        assembler = _Assembler(flags)
        assembler.add(Group(pattern, 0))
        assembler.program.append(_Instruction("match"))
        self._program = assembler.program
        self._slots = 2 * groups + 2

    def search(self, text: str, start: int, spend: Callable[[int], None]) -> Captures | None:
        """Return starts and ends of the groups of the first match; -1 for groups that took no part."""
        found: Captures | None = None
        threads: dict[int, Captures] = {}
        nothing = (-1,) * self._slots
        for position in range(start, len(text) + 1):
            if found is None:
                self._follow(threads, 0, nothing, text, position)
            spend(len(threads) + 1)
            following: dict[int, Captures] = {}
            for counter, captures in threads.items():
                instruction = self._program[counter]
                if instruction.kind == "match":
                    found = captures
                    break  # those behind have a lower priority
                if position < len(text) and instruction.test and instruction.test.match(text[position]):
                    self._follow(following, counter + 1, captures, text, position + 1)
            threads = following
            if not threads and found is not None:
                break
        return found

    def _follow(self, threads: dict[int, Captures], counter: int, captures: Captures, text: str, position: int) -> None:
        """Add the threads that wait for a character, from one place of the program on."""
        seen = threads
        passed: set[int] = set()
        stack = [(counter, captures)]
        while stack:
            counter, captures = stack.pop()
            if counter in seen or counter in passed:
                continue
            passed.add(counter)
            instruction = self._program[counter]
            match instruction.kind:
                case "jump":
                    stack.append((instruction.first, captures))
                case "split":
                    stack.append((instruction.second, captures))
                    stack.append((instruction.first, captures))
                case "save":
                    slot = instruction.first
                    stack.append((counter + 1, (*captures[:slot], position, *captures[slot + 1 :])))
                case "anchor":
                    if instruction.test and instruction.test.match(text, position):
                        stack.append((counter + 1, captures))
                case _:
                    threads[counter] = captures
