"""What a guardrail policy says, and what follows from it for one text. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Literal, Self, get_args
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from charter.core.clock import Clock, utc_now
from charter.core.telemetry import logs
from charter.guardrails import meanings
from charter.guardrails.checking import RECOGNISERS, Checker, Report
from charter.guardrails.classifiers import HEADS
from charter.guardrails.detectors import credentials, grounding, personal, shapes
from charter.guardrails.detectors.findings import Finding, Span, merged
from charter.guardrails.detectors.topics import Topics
from charter.guardrails.judging import CAN_JUDGE, Judgement, JudgeSettings, Name
from charter.guardrails.lineup import ModelReading
from charter.guardrails.stages import Stage
from charter.guardrails.text.folding import fold

_log = logs.get(__name__)
_OF_POLICY = frozenset({"words", "language", "topic", "off_topic", "groundedness"})
"""Detectors that a policy itself says more about."""
_EVIDENCE = 240
_SHOWN = frozenset({"word", "too-deep", "unsupported"})
"""Kinds of spans that evidence may show: they say what was hit, and hold nothing that must not be read."""
_REMEMBERED = 2_048
_LONGEST_REMEMBERED = 4_000
_CALM = 0.5
"""A classifier below this share of its threshold has no suspicion."""
_NO_VERDICT = "The judge gave no verdict, so this text was stopped."
_SAID_NOTHING = "A model that had to read this text failed, so it was stopped."
_WORD_BY_WORD = frozenset({"words", "length", *RECOGNISERS})


class Action(StrEnum):
    """What happens to a text that a rule hits, from mildest to strictest."""

    ALLOW = "allow"
    FLAG = "flag"
    REDACT = "redact"
    ASK = "ask"
    BLOCK = "block"
    END = "end"


REDACTABLE = frozenset({"pii", "names", "addresses", "secrets", "links", "words", "groundedness"})
"""Detectors that say where in a text something stands."""
CAN_ASK = frozenset(Stage) - {Stage.STREAM}
"""Where a run can wait for a person before a text has had any effect: what streams would have been read by then."""
CAN_RESTORE = frozenset({Stage.INPUT, Stage.RECALLED})
"""What a run begins with is kept with the run, so that what was taken out of it is known whoever goes on with it."""
_STRICTNESS = {action: place for place, action in enumerate(Action)}
DetectorName = Literal[
    "length",
    "pii",
    "names",
    "addresses",
    "secrets",
    "links",
    "nesting",
    "injection",
    "indirect",
    "harm",
    "toxicity",
    "words",
    "language",
    "topic",
    "off_topic",
    "groundedness",
    "judge",
]
MODEL_PREFIX = "model:"
_MODEL_PATTERN = r"^model:[a-z][a-z0-9-]{1,39}$"


def _known(detector: str) -> str:
    if detector not in get_args(DetectorName) and not re.fullmatch(_MODEL_PATTERN, detector):
        raise ValueError(f"there is {', '.join(get_args(DetectorName))}, and {MODEL_PREFIX}NAME")
    return detector


AnyDetector = Annotated[
    str,
    AfterValidator(_known),
    WithJsonSchema({"anyOf": [
        {"type": "string", "enum": [*get_args(DetectorName)]}, {"type": "string", "pattern": _MODEL_PATTERN},
    ]}),
]  # fmt: skip
"""A detector of our own, or a model that the operator of the installation brought, by its name."""
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100)]


def is_slow(detector: str) -> bool:
    """Return whether a detector is asked in another process, after all the others."""
    return detector == "judge" or detector.startswith(MODEL_PREFIX)


class Rule(BaseModel):
    """One line of a policy: at this stage, when this detector is at least so sure, do that."""

    model_config = ConfigDict(extra="forbid")

    stage: Stage
    detector: AnyDetector
    threshold: float = Field(default=0.5, gt=0, le=1, description="0.5 is what the models are calibrated to.")
    action: Action = Action.BLOCK
    message: str | None = Field(default=None, max_length=500, description="What is said to whom the text came from.")
    restore_in: list[Literal[Stage.TOOL_ARGUMENT, Stage.OUTPUT]] = Field(
        default=[],
        max_length=2,
        description="For ``redact`` of what a run is given: the model sees [MAIL_1]; here the original is put back.",
    )
    categories: list[Name] = Field(
        default=[], max_length=40, description="For ``judge``: only these of its categories count; default: all."
    )

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.action is Action.ASK and self.stage not in CAN_ASK:
            raise ValueError(
                "ask: a stream cannot wait for a person; ask at output, and nothing of the answer is shown"
            )
        if self.restore_in and (self.action is not Action.REDACT or self.stage not in CAN_RESTORE):
            raise ValueError(f"restore_in: only for the action redact at {', '.join(sorted(CAN_RESTORE))}")
        if self.detector == "groundedness" and self.stage is not Stage.OUTPUT:
            raise ValueError("groundedness: only at output, where an answer is compared with what tools returned")
        if is_slow(self.detector) and self.stage not in CAN_JUDGE:
            raise ValueError(f"{self.detector}: {self.stage} cannot wait for it; choose {', '.join(sorted(CAN_JUDGE))}")
        if self.categories and self.detector != "judge":
            raise ValueError("categories: only for judge")
        return self


class Topic(BaseModel):
    """Something that texts are about, told by examples of such texts."""

    model_config = ConfigDict(extra="forbid")

    name: Word
    examples: list[Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=500)]] = Field(
        min_length=2, max_length=30, description="English works best; several ways to say several things."
    )


class PolicyDocument(BaseModel):
    """A guardrail policy. What no rule names is not checked for; ``length`` always is."""

    model_config = ConfigDict(extra="forbid")

    rules: list[Rule] = Field(max_length=200)
    denied_words: list[Word] = Field(default=[], max_length=500, description="Words and phrases, for ``words`` rules.")
    languages: list[Annotated[str, StringConstraints(pattern="^[a-z]{2}$")]] = Field(
        default=[], max_length=50, description="Languages that ``language`` rules let pass."
    )
    denied_topics: list[Topic] = Field(default=[], max_length=50, description="For ``topic`` rules: hit when near one.")
    allowed_topics: list[Topic] = Field(
        default=[], max_length=50, description="For ``off_topic`` rules: hit when near none of them."
    )
    judge: JudgeSettings | None = Field(
        default=None, description="For ``judge`` rules: a model of the tenant reads what the other detectors let pass."
    )
    shadow: bool = Field(default=False, description="Record what would have been done, and do nothing.")
    on_failure: Literal["block", "flag"] = Field(default="block", description="When a detector fails to run.")

    @model_validator(mode="after")
    def _has_topics(self) -> Self:
        wanted = {rule.detector for rule in self.rules}
        for detector, topics, name in (
            ("topic", self.denied_topics, "denied_topics"),
            ("off_topic", self.allowed_topics, "allowed_topics"),
        ):
            if detector in wanted and not topics:
                raise ValueError(f"{name}: a rule of {detector} needs at least one")
        return self

    @model_validator(mode="after")
    def _has_judge(self) -> Self:
        if self.judge is None and any(rule.detector == "judge" for rule in self.rules):
            raise ValueError("judge: a rule of judge needs to know which model judges")
        known = self.judge.hazards if self.judge else {}
        for rule in self.rules:
            if unknown := sorted({*rule.categories} - known.keys()):
                raise ValueError(f"categories: the judge is not asked about {unknown[0]!r}")
        return self


def _shipped() -> PolicyDocument:
    rules = [Rule(stage=stage, detector="length", action=Action.BLOCK) for stage in Stage]
    rules += [
        Rule(stage=Stage.INPUT, detector="injection"),
        Rule(stage=Stage.INPUT, detector="harm"),
        Rule(stage=Stage.INPUT, detector="secrets", action=Action.REDACT),
        Rule(stage=Stage.RECALLED, detector="indirect", action=Action.FLAG),
        Rule(stage=Stage.TOOL_DESCRIPTION, detector="indirect", threshold=0.8),
        Rule(stage=Stage.TOOL_RESULT, detector="indirect"),
        Rule(stage=Stage.TOOL_RESULT, detector="nesting"),
        Rule(stage=Stage.TOOL_RESULT, detector="secrets", action=Action.REDACT),
        Rule(stage=Stage.TOOL_ARGUMENT, detector="nesting"),
        Rule(stage=Stage.TOOL_ARGUMENT, detector="secrets", action=Action.FLAG),
    ]
    for stage in (Stage.OUTPUT, Stage.STREAM):
        rules.append(Rule(stage=stage, detector="secrets", action=Action.REDACT))
        rules.append(Rule(stage=stage, detector="links", threshold=0.6, action=Action.REDACT))
        rules.append(Rule(stage=stage, detector="toxicity", threshold=0.9))
    return PolicyDocument(rules=rules)


SHIPPED = _shipped()
"""What applies where a tenant has said nothing."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that a text hit, with redacted evidence."""

    stage: Stage
    detector: str
    action: Action
    score: float
    spans: tuple[Span, ...]
    evidence: str
    shadow: bool
    message: str | None = None
    restored_in: frozenset[Stage] = frozenset()
    decided_by: str = ""
    """The version that decided, where it is not that of the guard's own models."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """A stretch to take out of a text, and where it may be put back."""

    span: Span
    restored_in: frozenset[Stage] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """What a text belongs to.

    Attributes:
        origin: ``run``, ``workflow``, ``gateway`` or ``trial``.
        tool: the name of the tool that it goes to or comes from.
    """

    origin: str
    run_id: UUID | None = None
    instance_id: UUID | None = None
    agent_id: UUID | None = None
    tool: str | None = None


@dataclass(frozen=True, slots=True)
class NewViolation:
    """A hit to record, with where it happened."""

    id: UUID
    place: Place
    hit: Hit
    text_hash: bytes
    policy_id: UUID | None
    policy_number: int
    model_version: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows for a text.

    Attributes:
        text: what may go on: the text itself, or with parts redacted. Not to be used when ``blocked``, and when
            ``held`` only once a person has allowed it.
        action: the strictest action that was taken; a shadow policy takes none.
    """

    text: str
    action: Action = Action.ALLOW
    hits: tuple[Hit, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    report: Report = field(default_factory=lambda: Report({}, 0.0))

    @property
    def blocked(self) -> bool:
        """True when the text must have no effect."""
        return _STRICTNESS[self.action] >= _STRICTNESS[Action.BLOCK]

    @property
    def held(self) -> bool:
        """True when a person is to decide."""
        return self.action is Action.ASK

    @property
    def decided_by(self) -> list[JsonValue]:
        """The versions of the models that led to the action; words and patterns have none."""
        return [*sorted({hit.decided_by for hit in self.hits if hit.decided_by and hit.action is self.action})]

    @property
    def message(self) -> str:
        """What is said instead of the text."""
        for hit in self.hits:
            if hit.message and hit.action is self.action:
                return hit.message
        named = ", ".join(dict.fromkeys(hit.detector for hit in self.hits if hit.action is self.action)) or "a rule"
        return f"A guardrail stopped this text ({named})."

    @property
    def asking(self) -> list[Hit]:
        """The hits for which a person is asked."""
        return [hit for hit in self.hits if hit.action is Action.ASK and not hit.shadow]


class Guard:
    """A policy ready to be applied. Made once per policy version and process."""

    def __init__(
        self,
        checker: Checker,
        document: PolicyDocument = SHIPPED,
        *,
        policy_id: UUID | None = None,
        number: int = 0,
        excepted: Mapping[tuple[str, bytes], datetime] | None = None,
        clock: Clock = utc_now,
    ) -> None:
        """Prepare a policy.

        Args:
            excepted: until when a text that was found to be harmless passes a detector, by the detector's name and
                the text's ``fingerprint``.
        """
        self._clock = clock
        self._checker = checker
        self._document = document
        self.policy_id, self.number = policy_id, number
        self._excepted = excepted or {}
        self._rules: Mapping[Stage, list[Rule]] = {
            stage: _with_length(stage, [rule for rule in document.rules if rule.stage is stage]) for stage in Stage
        }
        self._wanted = {stage: frozenset(rule.detector for rule in rules) for stage, rules in self._rules.items()}
        words = sorted(document.denied_words, key=len, reverse=True)
        self._phrases = any(not word.isalnum() for word in words)
        any_word = "|".join(map(re.escape, words))
        self._words = re.compile(rf"(?<!\w)(?:{any_word})(?!\w)", re.IGNORECASE) if words else None
        self._denied = _topics(document.denied_topics)
        self._allowed = _topics(document.allowed_topics)
        self._remembered = lru_cache(_REMEMBERED)(self._judge_as_of)

    def asks(self, stage: Stage) -> bool:
        """True when a text at this stage may have to be shown to a person."""
        return not self._document.shadow and any(rule.action is Action.ASK for rule in self._rules[stage])

    def is_calm(self, report: Report, stage: Stage) -> bool:
        """True when what comes after a text cannot make it forbidden, as far as can be told.

        Every classifier is far from its threshold, and the other rules judge words by themselves, not their meaning.
        """
        for rule in self._rules[stage]:
            if rule.detector in HEADS:
                finding = report.findings.get(rule.detector)
                if finding is None or finding.score > rule.threshold * _CALM:
                    return False
            elif rule.detector not in _WORD_BY_WORD or (rule.detector == "words" and self._phrases):
                return False
        return True

    @property
    def judge(self) -> JudgeSettings | None:
        """Which model judges what the other detectors let pass."""
        return self._document.judge

    @property
    def withholds_answers(self) -> bool:
        """True when an answer is to be shown only as a whole: what, or who, decides about it cannot read a part."""
        return self.asks(Stage.OUTPUT) or (
            not self._document.shadow
            and any(
                is_slow(rule.detector) and _STRICTNESS[rule.action] > _STRICTNESS[Action.FLAG]
                for rule in self._rules[Stage.OUTPUT]
            )
        )

    def left_to_models(self, verdict: Verdict, text: str, stage: Stage) -> list[str]:
        """Return the names of the operator's models that are to read a text that has this verdict."""
        named = sorted(one for one in self._wanted[stage] if one.startswith(MODEL_PREFIX)) if text else []
        if verdict.blocked:
            return []
        return [one.removeprefix(MODEL_PREFIX) for one in named if not self._is_excepted(one, text)]

    def read_by(self, verdict: Verdict, text: str, stage: Stage, model: str, reading: ModelReading) -> Verdict:
        """Return the verdict with what a model said; one that failed is a hit, by the policy a mild one."""
        detector = MODEL_PREFIX + model
        rules = [rule for rule in self._rules[stage] if rule.detector == detector and reading.score >= rule.threshold]
        failed = bool(reading.failure)
        kinds, said = (("no-verdict",), _SAID_NOTHING) if failed else ((), None)
        hits = [self._hit_of_slow(text, rule, reading.score, kinds, said, reading.version) for rule in rules]
        found = verdict.report.findings | {detector: Finding(reading.score)}
        return self._verdict(text, [*verdict.hits, *hits], replace(verdict.report, findings=found))

    def leaves_to_judge(self, verdict: Verdict, text: str, stage: Stage) -> bool:
        """True when a judge is to be asked about a text that has this verdict."""
        return (
            "judge" in self._wanted[stage]
            and bool(text)
            and not verdict.blocked
            and not self._is_excepted("judge", text)
        )

    def judged(self, verdict: Verdict, text: str, stage: Stage, judgement: Judgement) -> Verdict:
        """Return the verdict with what a judge said; a judge that failed is a hit, by the policy a mild one."""
        rules = [rule for rule in self._rules[stage] if rule.detector == "judge" and _concerns(rule, judgement)]
        failed = judgement.verdict == "failed"
        kinds, said = (("no-verdict",), _NO_VERDICT) if failed else (judgement.categories, None)
        score = 0.0 if judgement.verdict == "safe" else 1.0
        hits = [self._hit_of_slow(text, rule, score, kinds, said, judgement.model) for rule in rules]
        found = verdict.report.findings | {"judge": Finding(score)}
        return self._verdict(text, [*verdict.hits, *hits], replace(verdict.report, findings=found))

    def _hit_of_slow(
        self, text: str, rule: Rule, score: float, kinds: Sequence[str], failure: str | None, decided_by: str
    ) -> Hit:
        mild = failure is not None and self._document.on_failure == "flag"
        return Hit(
            rule.stage, rule.detector, Action.FLAG if mild else rule.action, score,
            tuple(Span(0, len(text), kind) for kind in kinds), _evidence(text, Finding(score)), self._document.shadow,
            failure or rule.message, decided_by=decided_by,
        )  # fmt: skip

    @property
    def restores(self) -> bool:
        """True when what is taken out of a run's texts may be put back somewhere."""
        return any(rule.restore_in for rule in self._document.rules)

    @property
    def model_version(self) -> str:
        """The version of the models that judge."""
        return self._checker.classifiers.version

    @property
    def compares(self) -> bool:
        """True when an answer is to be compared with its sources."""
        return "groundedness" in self._wanted[Stage.OUTPUT]

    def check(self, text: str, stage: Stage, sources: Sequence[str] = ()) -> Verdict:
        """Apply the policy to a text. Never raises: a detector that fails is a hit of ``failure``.

        Args:
            sources: what an answer is to rest on, newest last; without any nothing is compared.
        """
        rules = self._rules[stage]
        if not rules or not text:
            return Verdict(text)
        known = len(text) <= _LONGEST_REMEMBERED and not sources
        as_of = self._checker.generation
        hits, report = self._remembered(text, stage, as_of) if known else self._judge(text, stage, sources)
        return self._verdict(text, [hit for hit in hits if not self._is_excepted(hit.detector, text)], report)

    def _judge_as_of(self, text: str, stage: Stage, generation: int) -> tuple[list[Hit], Report]:  # noqa: ARG002 - a key
        return self._judge(text, stage)

    def _judge(self, text: str, stage: Stage, sources: Sequence[str] = ()) -> tuple[list[Hit], Report]:
        try:
            report = self._checker.check(text, stage, self._wanted[stage])
            report = replace(report, findings=report.findings | self._of_policy(text, stage, sources))
            findings = report.findings
            hits = [
                self._hit(text, rule, finding, report.model_version if rule.detector in HEADS else "")
                for rule in self._rules[stage]
                if (finding := findings.get(rule.detector)) is not None and finding.score >= rule.threshold
            ]
        except Exception:  # noqa: BLE001 - what fails to run is a hit: a guardrail never opens because of a bug of ours
            _log.exception("a guardrail failed inside", extra={"stage": str(stage)})
            report = Report({}, 0.0)
            action = Action.BLOCK if self._document.on_failure == "block" else Action.FLAG
            hits = [Hit(stage, "failure", action, 1.0, (), "", self._document.shadow)]
        return hits, report

    def _of_policy(self, text: str, stage: Stage, sources: Sequence[str]) -> dict[str, Finding]:
        wanted, findings = self._wanted[stage] & _OF_POLICY, dict[str, Finding]()
        if not wanted:
            return findings
        folded = fold(text)
        if "words" in wanted and self._words is not None:
            found = [Span(*folded.span(one.start(), one.end()), "word") for one in self._words.finditer(folded.text)]
            findings["words"] = Finding(1.0 if found else 0.0, tuple(found))
        if "language" in wanted and self._document.languages:
            language = shapes.language(folded)
            findings["language"] = Finding(0.0 if language in {"und", *self._document.languages} else 1.0)
        if len(text) > shapes.LONGEST_TEXT:
            return findings  # a hit of ``length``: no more of it is read for its meaning
        if "topic" in wanted and self._denied is not None:
            findings["topic"] = self._denied.on(folded)
        if "off_topic" in wanted and self._allowed is not None:
            findings["off_topic"] = self._allowed.off(folded)
        if "groundedness" in wanted and sources:
            findings["groundedness"] = grounding.ungrounded(meanings.packaged(), text, sources)
        return findings

    def _hit(self, text: str, rule: Rule, finding: Finding, decided_by: str) -> Hit:
        return Hit(
            rule.stage, rule.detector, rule.action, finding.score, finding.spans[:50], _evidence(text, finding),
            self._document.shadow, rule.message, frozenset(rule.restore_in), decided_by,
        )  # fmt: skip

    def _verdict(self, text: str, hits: list[Hit], report: Report) -> Verdict:
        if not hits:
            return Verdict(text, report=report)
        done = [hit for hit in hits if not hit.shadow]
        action = max((hit.action for hit in done), key=_STRICTNESS.__getitem__, default=Action.ALLOW)
        redactions = tuple(
            Redaction(span, hit.restored_in)
            for hit in done
            if hit.action is Action.REDACT
            for span in report.findings[hit.detector].spans
        )
        return Verdict(redacted(text, [one.span for one in redactions]), action, tuple(hits), redactions, report)

    def _is_excepted(self, detector: str, text: str) -> bool:
        if not self._excepted:
            return False
        until = self._excepted.get((detector, fingerprint(text)))
        return until is not None and self._clock() < until


def _concerns(rule: Rule, judgement: Judgement) -> bool:
    if judgement.verdict == "unsafe" and rule.categories and judgement.categories:
        return not {*rule.categories}.isdisjoint(judgement.categories)
    return judgement.verdict != "safe"


def _with_length(stage: Stage, rules: list[Rule]) -> list[Rule]:
    """Return the rules of a stage; where there are any, a text that is too long to be read for them is blocked."""
    if not rules or any(rule.detector == "length" for rule in rules):
        return rules
    return [*rules, Rule(stage=stage, detector="length")]


def _topics(topics: list[Topic]) -> Topics | None:
    return Topics(meanings.packaged(), {one.name: one.examples for one in topics}) if topics else None


def redacted(text: str, spans: list[Span]) -> str:
    """Return the text with ``[kind]`` in place of each span."""
    pieces, position = [], 0
    for span in merged(spans):
        pieces += [text[position : span.start], f"[{span.kind}]"]
        position = span.end
    return "".join([*pieces, text[position:]])


def fingerprint(text: str) -> bytes:
    """Return what an exception remembers of a text: a hash of its folded form."""
    from hashlib import sha256  # noqa: PLC0415 - exceptions are rare

    return sha256(" ".join(fold(text).text.casefold().split()).encode("utf-8", "replace")).digest()


def _evidence(text: str, finding: Finding) -> str:
    """Return a stretch of the text around what was found, without personal data and secrets."""
    start = max(0, finding.spans[0].start - 60) if finding.spans else 0
    excerpt = text[start : start + _EVIDENCE]
    folded = fold(excerpt)
    spans = [*personal.scan(folded).spans, *credentials.scan(folded).spans]
    # What begins or ends outside of the excerpt would not be recognised in it.
    spans += [
        Span(max(0, span.start - start), min(len(excerpt), span.end - start), span.kind)
        for span in finding.spans
        if span.start < start + len(excerpt) and span.end > start and span.kind not in _SHOWN
    ]
    return redacted(excerpt, [span for span in spans if span.end > span.start]).replace("\x00", " ")
