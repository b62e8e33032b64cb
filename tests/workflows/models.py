"""Random well-formed models: blocks within blocks, and some sound nets that are no blocks.

Every path that runs beside others begins with a job, so that what happens outside decides the order of things. Names
of variables ``v0`` … ``v3`` hold truth values and decide at gateways; ``items`` is a list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from tests.workflows.drawing import (
    COMPENSATE,
    TERMINATE,
    boundary,
    declare,
    draw,
    element,
    end,
    event_sub,
    file,
    gateway,
    job,
    loop,
    mapping,
    message,
    process,
    refer,
    start,
    sub,
    task,
    timer,
    undo_by,
)

VARIABLES = ("v0", "v1", "v2", "v3")
CODES = ("boom", "bang")
_DECLARED = (
    message("note", "order"),
    declare("signal", "dawn"),
    *(declare("error", code) for code in CODES),
    *(f'<bpmn:escalation id="up_{code}" escalationCode="{code}"/>' for code in CODES),
)


@dataclass
class _Scope:
    """What lies directly in one process or sub-process."""

    parts: list[str] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)
    undoable: bool = False


@dataclass
class _Pen:
    """Draws blocks; each returns the ids at which it is entered and left."""

    draw: Callable[[Any], Any]
    budget: int
    count: int = 0
    processes: list[str] = field(default_factory=list)

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def among(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def spend(self) -> bool:
        self.budget -= 1
        return self.budget > 0

    def block(self, scope: _Scope, depth: int) -> tuple[str, str]:
        if depth <= 0 or not self.spend():
            return self.job(scope)
        kinds = [self.job, self.job]
        deep = [self.sequence, self.exclusive, self.parallel, self.inclusive, self.repeat, self.race, self.guarded]
        deep += [self.caught, self.cry, self.part, self.part, self.called, self.crossed, self.repeated_job, self.undone]
        deep += [self.tool_box] * 4
        kind = self.among(*kinds, *deep)
        found: tuple[str, str] = kind(scope) if kind in kinds else kind(scope, depth - 1)
        return found

    def job(self, scope: _Scope, **more: str) -> tuple[str, str]:
        name, extensions = self.name("job"), ""
        if self.among(True, False, False):
            inputs = {self.among("w", *VARIABLES): self.among(*VARIABLES)}
            outputs = {self.among("w", *VARIABLES): self.among(*VARIABLES)}
            extensions = mapping(self.among(inputs, {}), self.among(outputs, {}))
        if "isForCompensation" not in more and self.among(True, False, False, False):
            extensions += self._listeners()
        if "isForCompensation" not in more and self.among(True, False, False, False):
            scope.parts.append(element("userTask", name, extensions="<zeebe:userTask/>" + extensions, **more))
        else:
            scope.parts.append(job(name, extensions=extensions, **more))
        return name, name

    def _listeners(self) -> str:
        moments = self.among(("start",), ("end",), ("start", "end"))
        listeners = (f'<zeebe:executionListener eventType="{moment}" type="{moment}"/>' for moment in moments)
        return f"<zeebe:executionListeners>{''.join(listeners)}</zeebe:executionListeners>"

    def tool_box(self, scope: _Scope, depth: int) -> tuple[str, str]:
        """An ad-hoc sub-process: some of its tools begin, one of them with something to follow it."""
        name, inside = self.name("box"), _Scope()
        tools = [self.job(inside)[0] for _ in range(self.among(1, 2, 3, 3))]
        if self.among(True, False):
            self.link(inside, tools[0], self.job(inside)[0])
        chosen = self.draw(st.lists(st.sampled_from(tools), unique=True, min_size=self.among(0, len(tools))))
        listed = ",".join(f'"{tool}"' for tool in chosen)
        extensions = f"<zeebe:adHoc activeElementsCollection='=[{listed}]'/>"
        completion = self.among("", *VARIABLES[:3])
        done = f"<bpmn:completionCondition>={completion}</bpmn:completionCondition>" if completion else ""
        remaining = {"cancelRemainingInstances": self.among("true", "false")}
        content = "".join(inside.parts) + draw(";".join(inside.flows)) + done
        scope.parts.append(element("adHocSubProcess", name, content, extensions, **remaining))
        return name, self.boundaries(scope, name, depth - 1)

    def link(self, scope: _Scope, *ids: str, condition: str = "") -> None:
        scope.flows.append(">".join(ids) + (f" [{condition}]" if condition else ""))

    def sequence(self, scope: _Scope, depth: int) -> tuple[str, str]:
        first, second = self.block(scope, depth), self.block(scope, depth)
        self.link(scope, first[1], second[0])
        return first[0], second[1]

    def branch(self, scope: _Scope, depth: int) -> tuple[str, str]:
        """A path that begins with a job."""
        first = self.job(scope)
        if self.among(True, False):
            return first
        rest = self.block(scope, depth)
        self.link(scope, first[1], rest[0])
        return first[0], rest[1]

    def _split(self, scope: _Scope, depth: int, kind: str) -> tuple[str, str]:
        fork, join = self.name("fork"), self.name("join")
        branches = [self.branch(scope, depth) for _ in range(self.among(2, 3))]
        default = f"{fork}_{branches[-1][0]}"
        scope.parts.append(gateway(kind, fork, **({"default": default} if kind != "parallel" else {})))
        scope.parts.append(gateway(kind, join))
        for number, (entry, leave) in enumerate(branches):
            decided = kind != "parallel" and number < len(branches) - 1
            self.link(scope, fork, entry, condition=self.among(*VARIABLES) + " = true" if decided else "")
            self.link(scope, leave, join)
        return fork, join

    def exclusive(self, scope: _Scope, depth: int) -> tuple[str, str]:
        return self._split(scope, depth, "exclusive")

    def parallel(self, scope: _Scope, depth: int) -> tuple[str, str]:
        return self._split(scope, depth, "parallel")

    def inclusive(self, scope: _Scope, depth: int) -> tuple[str, str]:
        return self._split(scope, depth, "inclusive")

    def repeat(self, scope: _Scope, depth: int) -> tuple[str, str]:
        merge, split = self.name("merge"), self.name("split")
        entry, leave = self.branch(scope, depth)
        after = self.name("after")
        scope.parts += [
            gateway("exclusive", merge),
            gateway("exclusive", split, default=f"{split}_{after}"),
            task(after),
        ]
        self.link(scope, merge, entry)
        self.link(scope, leave, split)
        self.link(scope, split, merge, condition=self.among(*VARIABLES) + " = true")
        self.link(scope, split, after)
        return merge, after

    def _definition(self) -> str:
        found: str = self.among(timer("PT1H"), refer("message", "note"), refer("signal", "dawn"))
        return found

    def race(self, scope: _Scope, depth: int) -> tuple[str, str]:
        fork, join = self.name("race"), self.name("join")
        scope.parts += [gateway("eventBased", fork), gateway("exclusive", join)]
        for definition in (timer("PT1H"), refer("message", "note")):
            catch = self.name("catch")
            scope.parts.append(element("intermediateCatchEvent", catch, definition))
            entry, leave = self.block(scope, depth)
            self.link(scope, fork, catch, entry)
            self.link(scope, leave, join)
        return fork, join

    def caught(self, scope: _Scope, _depth: int) -> tuple[str, str]:
        name = self.name("catch")
        scope.parts.append(element("intermediateCatchEvent", name, self._definition()))
        return name, name

    def cry(self, scope: _Scope, _depth: int) -> tuple[str, str]:
        """A job, then an escalation."""
        name, (entry, leave) = self.name("cry"), self.job(scope)
        scope.parts.append(element("intermediateThrowEvent", name, refer("escalation", f"up_{self.among(*CODES)}")))
        self.link(scope, leave, name)
        return entry, name

    def boundaries(self, scope: _Scope, host: str, depth: int, *, all_errors: bool = False) -> str:
        """Attach events to an activity; returns where its normal and interrupted paths meet."""
        meet = self.name("meet")
        scope.parts.append(gateway("exclusive", meet))
        self.link(scope, host, meet)
        kinds = ["timer", "message", "error", "any error", "escalation", "any escalation"]
        chosen = self.draw(st.lists(st.sampled_from(kinds), max_size=2, unique=True))
        if all_errors and "any error" not in chosen:
            chosen.append("any error")
        for kind in chosen:
            name, interrupting = self.name("on"), "error" in kind or self.among(True, False)
            definition = {
                "timer": timer("PT1H"),
                "message": refer("message", "note"),
                "error": refer("error", self.among(*CODES)),
                "any error": "<bpmn:errorEventDefinition/>",
                "escalation": refer("escalation", f"up_{self.among(*CODES)}"),
                "any escalation": "<bpmn:escalationEventDefinition/>",
            }[kind]
            scope.parts.append(boundary(name, host, definition, interrupting=interrupting))
            entry, leave = self.branch(scope, depth)
            self.link(scope, name, entry)
            if interrupting:
                self.link(scope, leave, meet)
            else:
                last = self.name("end")
                scope.parts.append(end(last))
                self.link(scope, leave, last)
        return meet

    def guarded(self, scope: _Scope, depth: int) -> tuple[str, str]:
        host, _ = self.job(scope)
        return host, self.boundaries(scope, host, depth - 1)

    def _loop(self) -> str:
        more = self.among({}, {"element": "item"}, {"element": "item", "output": "all", "output_element": "out"})
        completion = self.among("", "", "v0 = true")
        return loop("items", sequential=self.among(True, False), completion=completion, **more)

    def repeated_job(self, scope: _Scope, depth: int) -> tuple[str, str]:
        name, _ = self.job(scope, inside=self._loop())
        if self.among(True, False):
            return name, self.boundaries(scope, name, depth - 1)
        return name, name

    def part(self, scope: _Scope, depth: int) -> tuple[str, str]:
        """A sub-process, repeated or not, with events around and inside."""
        name = self.name("sub")
        ending = self.among("none", "none", "terminate", "error", "escalation")
        inside = self.fill(depth, ending)
        extensions = mapping({self.among(*VARIABLES): self.among(*VARIABLES)}) if self.among(True, False) else ""
        more = [self._loop()] if self.among(True, False, False) else []
        scope.parts.append(sub(name, *inside.parts, *more, flows="; ".join(inside.flows), extensions=extensions))
        return name, self.boundaries(scope, name, depth - 1, all_errors=ending == "error")

    def fill(self, depth: int, ending: str = "none") -> _Scope:
        """Draw the inside of a process or sub-process."""
        scope = _Scope()
        first, last = self.name("start"), self.name("end")
        scope.parts.append(start(first))
        entry, leave = self.block(scope, depth)
        if ending != "none":
            # A path of its own, beside: when it ends, it ends the others, or tells of itself.
            fork, other = self.name("fork"), self.name("end")
            definition = {
                "terminate": TERMINATE,
                "error": refer("error", self.among(*CODES)),
                "escalation": refer("escalation", f"up_{self.among(*CODES)}"),
            }[ending]
            work, _ = self.job(scope)
            beside, _ = self.job(scope)
            scope.parts += [gateway("parallel", fork), end(other, definition)]
            self.link(scope, fork, beside, entry)
            self.link(scope, fork, work, other)
            entry = fork
        scope.parts.append(end(last))
        self.link(scope, first, entry)
        self.link(scope, leave, last)
        if self.spend() and self.among(True, False, False):
            self._event_sub_process(scope, depth)
        return scope

    def _event_sub_process(self, scope: _Scope, depth: int) -> None:
        name, begin, inside = self.name("alarm"), self.name("start"), _Scope()
        kind = self.among("timer", "message", "error", "escalation")
        definition = {
            "timer": timer("PT2H"),
            "message": refer("message", "note"),
            "error": refer("error", self.among(*CODES)),
            "escalation": refer("escalation", f"up_{self.among(*CODES)}"),
        }[kind]
        interrupting = kind in {"error", "escalation"} or self.among(True, False)
        inside.parts.append(start(begin, definition, isInterrupting="true" if interrupting else "false"))
        entry, _ = self.branch(inside, depth - 1)
        self.link(inside, begin, entry)
        scope.parts.append(event_sub(name, *inside.parts, flows="; ".join(inside.flows)))

    def called(self, scope: _Scope, depth: int) -> tuple[str, str]:
        name, other = self.name("call"), self.name("called")
        inside = self.fill(depth - 1)
        self.processes.append(process(other, *inside.parts, flows="; ".join(inside.flows)))
        written = f'<zeebe:calledElement processId="{other}" propagateAllChildVariables="true"/>'
        scope.parts.append(element("callActivity", name, extensions=written))
        return name, self.boundaries(scope, name, depth - 1)

    def crossed(self, scope: _Scope, _depth: int) -> tuple[str, str]:
        """A net that is no block: the second path waits for something on the first before it goes on."""
        fork, half, early, late = (self.name("net") for _ in range(4))
        scope.parts += [gateway("parallel", name) for name in (fork, half, early, late)]
        (a, _), (b, _), (c, _), (d, _) = (self.job(scope) for _ in range(4))
        self.link(scope, fork, a, half, c, late)
        self.link(scope, fork, b, early, d, late)
        self.link(scope, half, early)
        return fork, late

    def undone(self, scope: _Scope, _depth: int) -> tuple[str, str]:
        """Jobs that can be undone, and an event that undoes whatever has completed in the scope."""
        names = []
        for _ in range(self.among(1, 2)):
            (name, _), on, handler = self.job(scope), self.name("undo"), self.name("job")
            scope.parts += [boundary(on, name, COMPENSATE), job(handler, isForCompensation="true")]
            scope.parts.append(undo_by(on, handler))
            names.append(name)
        back = self.name("back")
        scope.parts.append(element("intermediateThrowEvent", back, COMPENSATE))
        self.link(scope, *names, back)
        return names[0], back


@st.composite
def models(draw: Callable[[Any], Any], blocks: int = 10) -> bytes:
    """Return a BPMN file whose first process is ``main``."""
    pen = _Pen(draw, blocks)
    inside = pen.fill(3)
    first = process("main", *inside.parts, flows="; ".join(inside.flows))
    return file(*_DECLARED, first, *pen.processes)


INITIAL = dict.fromkeys(VARIABLES, False) | {"order": "o", "items": [1, 2], "w": False}
