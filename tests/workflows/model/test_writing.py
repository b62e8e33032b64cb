"""Import, change, export: whatever is not changed keeps its meaning, in any encoding and with any prefix."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from charter.core.xml import XmlElement, read_xml, write_xml
from charter.workflows.model.layout import LayoutRefused, lay_out
from charter.workflows.model.names import BPMN, BPMN_DI
from charter.workflows.model.reading import read_model
from charter.workflows.model.writing import ElementUnknown, marked
from tests.conftest import Caller
from tests.workflows.drawing import element, end, file, gateway, process, start, task

MIWG = Path(os.environ.get("BPMN_MIWG_DIR", Path(__file__).parents[4] / "shared" / "bpmn-miwg"))
REFERENCE_MODELS = 21


def tree(root: XmlElement) -> list[Any]:
    """Return everything of a tree that has a meaning: names, attributes and texts, in order."""
    return [
        (found.space, found.name, sorted(found.attributes.items()), found.text.strip(), found.tail.strip())
        for found in root.walk()
    ]


@pytest.fixture(scope="module")
def models() -> list[Path]:
    if not MIWG.is_dir():
        pytest.skip(f"NOT TESTED: the BPMN MIWG reference models are not in {MIWG}; set BPMN_MIWG_DIR")
    return sorted(MIWG.glob("*.bpmn"))


def test_the_reference_models_keep_ids_semantic_tree_and_diagram(models: list[Path]):
    assert len(models) == REFERENCE_MODELS
    for path in models:
        first = read_xml(path.read_bytes())
        second = read_xml(write_xml(first))
        assert tree(second) == tree(first), path
        ids = [found.attributes["id"] for found in first.walk() if "id" in found.attributes]
        assert [found.attributes["id"] for found in second.walk() if "id" in found.attributes] == ids
        shapes = [found for found in second.walk() if found.space == BPMN_DI]
        assert shapes, path
        assert write_xml(second) == write_xml(first)


def test_the_reference_models_keep_everything_but_the_mark(models: list[Path]):
    for path in models:
        root = read_xml(path.read_bytes())
        before = tree(root)
        tasks = [found for found in root.walk() if found.space == BPMN and found.name.lower().endswith("task")]
        if not tasks:
            continue
        identifier = tasks[0].attributes["id"]
        with_mark = read_xml(marked(root, identifier, "agent", {"ref": "triage"}))
        assert len(tree(with_mark)) - len(before) in {1, 2}
        had_extensions = len(tree(with_mark)) - len(before) == 1
        without = tree(read_xml(marked(with_mark, identifier, "agent", None)))
        assert without == before or had_extensions, path


ASKS = element("serviceTask", "a", "", '<charter:agent ref="old"/><other:thing xmlns:other="urn:other" x="1"/>')
MODEL = file(process("p", start(), ASKS, gateway("exclusive", "g"), end(), flows="start>a>g>end"))


def test_a_mark_is_set_replaced_and_removed_and_the_rest_stays():
    changed = marked(read_xml(MODEL), "a", "agent", {"ref": "new", "version": "2", "output": "x"})
    job_ = read_model(changed).processes[0].nodes["a"].job
    assert job_ is not None
    assert dict(job_.headers) == {"agent": "new", "version": "2", "output": "x"}
    assert b'<other:thing xmlns:other="urn:other" x="1"/>' in changed
    assert changed.count(b"charter:agent") == 1
    decides = marked(read_xml(changed), "g", "decision", {"agent": "triage", "threshold": "0.9"})
    decider = read_model(decides).processes[0].nodes["g"].decider
    assert decider is not None
    assert (decider.agent, decider.threshold) == ("triage", 0.9)
    plain = marked(read_xml(decides), "g", "decision", None)
    assert tree(read_xml(plain)) == tree(read_xml(changed))


def test_a_mark_declares_its_namespace_where_nobody_did():
    data = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:charter="urn:mine">
    <process id="p" isExecutable="true"><serviceTask id="a"><documentation>d</documentation></serviceTask></process>
    </definitions>"""
    changed = marked(read_xml(data), "a", "agent", {"ref": 'a"<b>'})
    work = read_model(changed).processes[0].nodes["a"]
    assert work.job is not None
    assert (dict(work.job.headers), work.documentation) == ({"agent": 'a"<b>'}, "d")


def test_an_element_that_is_not_there_cannot_be_marked():
    with pytest.raises(ElementUnknown):
        marked(read_xml(MODEL), "nobody", "agent", {"ref": "x"})


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1", "windows-1252", "Shift_JIS"])
@pytest.mark.parametrize("prefix", ["", "bpmn:", "semantic:"])
def test_any_encoding_and_prefix_reads_the_same(encoding: str, prefix: str):
    name = "注文" if encoding == "Shift_JIS" else "Prüfung" if encoding != "UTF-16" else "注文 Prüfung"
    space = "xmlns" + (f":{prefix[:-1]}" if prefix else "")
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<{prefix}definitions {space}="{BPMN}">'
        f'<{prefix}process id="p" isExecutable="true" name="{name}"><{prefix}startEvent id="s"/></{prefix}process>'
        f"</{prefix}definitions>"
    )
    model = read_model(text.encode(encoding))
    assert (model.findings, model.processes[0].name) == ([], name)
    assert model.root is not None
    assert read_model(write_xml(model.root)).processes[0].name == name


def test_a_model_without_a_diagram_gets_one_and_keeps_everything_else():
    laid = read_xml(lay_out(MODEL))
    shown = {found.attributes["bpmnElement"] for found in laid.walk() if found.name in {"BPMNShape", "BPMNEdge"}}
    assert shown == {"start", "a", "g", "end", "start_a", "a_g", "g_end"}
    assert b'x="1"' in write_xml(laid)
    before, after = read_model(MODEL).processes[0], read_model(write_xml(laid)).processes[0]
    assert [node.job for node in before.nodes.values()] == [node.job for node in after.nodes.values()]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<a", "Line 1: This is not XML"),
        (b"<a/>", "no BPMN 2.0 file"),
        (file(process("p", *(task(f"t{number}") for number in range(3_100)))), "at most 3,000"),
        (file(process("p", start(), task("a"), task("a"), flows="start>a")), "would lose elements"),
    ],
)
def test_what_cannot_be_laid_out_is_refused_with_a_reason(data: bytes, words: str):
    with pytest.raises(LayoutRefused, match=words):
        lay_out(data)


def test_a_layout_that_takes_too_long_is_stopped():
    with pytest.raises(LayoutRefused, match=r"more than 0\.01 seconds"):
        lay_out(MODEL, timeout_s=0.01)


async def test_layout_over_the_api(owner: Caller, anonymous: Any):
    answer = await owner.client.post("/v1/workflow-deployments/layout", {"name": "p.bpmn", "content": MODEL.decode()})
    assert (answer.status, "BPMNShape" in answer.json()["content"]) == (200, True)
    answer = await owner.client.post("/v1/workflow-deployments/layout", {"name": "p.bpmn", "content": "<a/>"})
    assert (answer.status, answer.code) == (422, "workflows.layout-not-possible")
    answer = await anonymous.post("/v1/workflow-deployments/layout", {"name": "p.bpmn", "content": "<a/>"})
    assert answer.status == 401
