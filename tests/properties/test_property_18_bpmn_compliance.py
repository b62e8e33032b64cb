"""Property 18: BPMN compliance.

A model that is imported, executed and exported means the same when it is imported again: the same graph, the same
diagram and foreign elements, and the same trace when it is executed with the same work and the same variables.
"""

from __future__ import annotations

import dataclasses
import itertools
import random
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charter.core.xml import read_xml, write_xml
from charter.workflows.model.graph import Process
from charter.workflows.model.linting import lint
from charter.workflows.model.reading import read_model
from tests.workflows.drawing import (
    boundary,
    declare,
    element,
    end,
    file,
    gateway,
    job,
    process,
    refer,
    script,
    start,
    sub,
    task,
    timer,
)
from tests.workflows.lockstep import Lockstep
from tests.workflows.models import models
from tests.workflows.world import World

ENCODINGS = ("utf-8", "utf-16", "iso-8859-1", "windows-1252", "shift_jis")
FOREIGN = '<v:note xmlns:v="urn:vendor" colour="red">kept<v:deep x="&lt;1&gt;"/></v:note>'
KINDS = ("sequence", "exclusive", "parallel", "inclusive", "sub")
Block = tuple[Any, ...]

leaves = st.sampled_from([("job",), ("task",), ("script",), ("timer",), ("guarded",), ("throwing",)])
blocks = st.recursive(
    leaves,
    lambda inner: st.tuples(
        st.sampled_from(["sequence", "exclusive", "parallel", "inclusive", "sub"]),
        st.lists(inner, min_size=2, max_size=3),
    ),
    max_leaves=8,
)


@dataclass
class Drawing:
    """Draws a block as elements and flows; every block has one way in and one way out."""

    numbers: Any = field(default_factory=lambda: itertools.count(1))
    parts: list[str] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)

    def new(self, stem: str) -> str:
        return f"{stem}{next(self.numbers)}"

    def draw(self, block: Block) -> tuple[str, str]:
        """Draw a block; return where one comes in and goes out."""
        kind, *inner = block
        if kind in {"exclusive", "parallel", "inclusive"}:
            return self.branches(kind, inner[0])
        if kind == "sequence":
            ends = [self.draw(part) for part in inner[0]]
            self.flows += [f"{out}>{into}" for (_, out), (into, _) in itertools.pairwise(ends)]
            return ends[0][0], ends[-1][1]
        return self.single(kind, inner)

    def single(self, kind: str, inner: list[Any]) -> tuple[str, str]:
        name = self.new(kind)
        match kind:
            case "job":
                self.parts.append(job(name, "work", extensions=FOREIGN))
            case "task":
                self.parts.append(task(name))
            case "script":
                self.parts.append(script(name, f'if {name} = null then "done" else {name}', name))
            case "timer":
                self.parts.append(element("intermediateCatchEvent", name, timer("PT1M")))
            case "throwing":
                self.parts.append(element("intermediateThrowEvent", name, refer("signal", "dawn")))
            case "guarded":
                late, out = self.new("late"), self.new("out")
                self.parts += [job(name, "work"), boundary(late, name, timer("PT5M")), gateway("exclusive", out)]
                self.flows += [f"{name}>{out}", f"{late}>{out}"]
                return name, out
            case "sub":
                within = Drawing(self.numbers)
                into, out = within.draw(("sequence", inner[0]))
                first, last = self.new("s"), self.new("e")
                flows = "; ".join([f"{first}>{into}", *within.flows, f"{out}>{last}"])
                self.parts.append(sub(name, start(first), *within.parts, end(last), flows=flows))
        return name, name

    def branches(self, kind: str, inner: list[Block]) -> tuple[str, str]:
        split, join = self.new("split"), self.new("join")
        decides = kind != "parallel"
        ends = [self.draw(block) for block in inner]
        default = {"default": f"{split}_{ends[-1][0]}"} if decides else {}
        self.parts += [gateway(kind, split, **default), gateway(kind, join)]
        for number, (into, out) in enumerate(ends):
            condition = f" [choice > {number * 3}]" if decides and number < len(ends) - 1 else ""
            self.flows += [f"{split}>{into}{condition}", f"{out}>{join}"]
        return split, join


def model_of(block: Block, encoding: str) -> bytes:
    """Return a BPMN file of a block in an encoding, with a shape of a diagram."""
    drawing = Drawing()
    into, out = drawing.draw(block)
    flows = "; ".join([f"start>{into}", *drawing.flows, f"{out}>end"])
    diagram = (
        '<di:BPMNDiagram xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" id="d"><di:BPMNPlane bpmnElement="p">'
        '<di:BPMNShape bpmnElement="start"/></di:BPMNPlane></di:BPMNDiagram>'
    )
    text = file(declare("signal", "dawn"), process("p", start(), *drawing.parts, end(), flows=flows), diagram).decode()
    return text.replace('encoding="UTF-8"', f'encoding="{encoding}"').encode(encoding)


def meaning(found: Process) -> Any:
    """Return a graph without the lines it was read from."""
    nodes = [dataclasses.replace(node, line=0) for node in found.nodes.values()]
    return nodes, [dataclasses.replace(flow, line=0) for flow in found.flows.values()], found.handlers


def trace(data: bytes, choice: int, late: bool) -> Any:
    """Return everything that happens when a model is executed, and its variables at the end."""
    world = World(data)
    instance = world.start(variables={"choice": choice})
    for _ in range(100):
        if instance.ended:
            break
        if world.jobs and not late:
            world.do("work", {"n": len(instance.history)})
        else:
            world.pass_time(minutes=10)
            if world.jobs:
                world.do("work")
    assert instance.ended == "completed"
    return instance.history, instance.variables


@settings(max_examples=120, deadline=None)
@given(block=blocks, encoding=st.sampled_from(ENCODINGS), choice=st.integers(0, 9), late=st.booleans())
def test_property_18_import_execute_export_import(block: Block, encoding: str, choice: int, late: bool):
    data = model_of(block, encoding)
    first = read_model(data)
    assert not [finding for finding in lint(first) if finding.severity == "error"]
    assert first.root is not None
    exported = write_xml(first.root)
    second = read_model(exported)
    assert second.root is not None
    assert [meaning(found) for found in second.processes] == [meaning(found) for found in first.processes]
    assert trace(exported, choice, late) == trace(data, choice, late)
    foreign = [(it.space, it.name, it.attributes, it.text) for it in first.root.walk()]
    assert [(it.space, it.name, it.attributes, it.text) for it in second.root.walk()] == foreign
    assert write_xml(read_xml(exported)) == exported


def story(data: bytes, seed: int) -> Any:
    """Return everything that happens when a model of every kind is executed under a schedule."""
    both, chance = Lockstep(data), random.Random(seed)
    for _ in range(20):
        if not both.happen(chance.randrange):
            break
    return [(found.ended, found.history, found.variables) for found in both.world.instances.values()]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=models(), seed=st.integers(0, 2**32))
def test_property_18_models_of_every_kind(data: bytes, seed: int):
    """Events in every position, calls, loops, compensation, listeners, people and tool boxes."""
    first = read_model(data)
    assert first.root is not None
    exported = write_xml(first.root)
    second = read_model(exported)
    assert [meaning(found) for found in second.processes] == [meaning(found) for found in first.processes]
    assert story(exported, seed) == story(data, seed)
