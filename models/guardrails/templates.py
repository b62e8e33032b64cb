"""Texts made from phrases and from the given texts, so that a model learns what is said and not how it is put.

Harmful and harmless requests are put in the same sentences, attacks stand inside harmless texts, and requests to an
agent stand inside documents. Everything is seeded.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.guardrails import phrases
from models.guardrails.corpus import Example

_FAMILY = "written here"
_GREETINGS = (
    *("", "", "", "", "Hi, ", "Hello! ", "Quick question: ", "Please help: ", "For my work: ", "ok so "),
    "Dear assistant, ",
)
_STARTS = (
    *("how do i ", "how can i ", "how can you ", "how to ", "what are some ways to ", "what are ways to "),
    *("how does one ", "how would i ", "how do you ", "what is the best way to ", "can you help me ", "help me "),
    "what are effective strategies for ",
)


def _split(block: str) -> list[str]:
    return [one.strip() for line in block.splitlines() for one in line.split("|") if one.strip()]


def _made(text: str, label: int, lang: str = "en") -> Example:
    return Example(text, label, _FAMILY, lang, "train", "template", _FAMILY, made=True)


def more(examples: dict[str, list[Example]], seed: int = 7) -> dict[str, list[Example]]:
    """Return the written examples of each head."""
    dice = random.Random(seed)  # noqa: S311 - a seeded choice of training texts
    asked = [*_requests(dice)]
    plain = [_made(text, 0) for text in (*_split(phrases.FOREIGN_HARMLESS), *_split(phrases.SHORT))]
    asked += plain + [replace(one, text=one.text.lower().rstrip("?.!")) for one in plain]
    safe = [one for one in asked if not one.label]
    attacks = [*_attacks(dice)]
    return {
        "injection": [
            *attacks,
            *safe,
            *_constrained(dice, examples["injection"]),
        ],
        "indirect": [*_ordered(dice, examples)],
        "harm": [*asked, *_rephrased(dice, examples["harm"])],
        "toxicity": [*_remarks(dice), *safe],
    }


def _requests(dice: random.Random) -> Iterator[Example]:
    constraints = _split(phrases.CONSTRAINTS)
    kinds = ((phrases.HARMFUL, 1, 6), (phrases.HARMLESS, 0, 6), (phrases.FRIGHTENING, 0, 7))
    for block, label, times in kinds:
        for phrase in _split(block):
            for stem in dice.sample(phrases.STEMS, times):
                text = dice.choice(_GREETINGS) + stem.format(phrase)
                if dice.random() < 0.25:
                    # How an answer is to look is no attack, whatever is asked.
                    text = f"{text} {dice.choice(constraints)}."
                yield _made(text if dice.random() < 0.7 else text.lower(), label)


def _rephrased(dice: random.Random, examples: Sequence[Example]) -> Iterator[Example]:
    """Put what given requests ask for into other sentences; both labels alike. They keep their family."""
    for one in examples:
        lowered = one.text.strip().rstrip("?.!").lower()
        for start in _STARTS:
            if lowered.startswith(start) and len(lowered) < 200 and dice.random() < 0.5:
                content = lowered.removeprefix(start)
                yield replace(one, made=True, text=dice.choice(phrases.STEMS).format(content))
                break


def _attacks(dice: random.Random) -> Iterator[Example]:
    overrides, goals = _split(phrases.OVERRIDES), _split(phrases.GOALS)
    for _ in range(900):
        start = dice.choice(overrides).format(scope=dice.choice(phrases.SCOPES))
        joint = dice.choice((" and ", ". Instead, ", ". Now ", ", then ", ".\n\n", "! ", ". Your new task: "))
        text = start + joint + dice.choice(goals)
        yield _made(text if dice.random() < 0.7 else text.lower(), 1)
    for goal in goals:
        yield _made(goal[0].upper() + goal[1:] + ".", 1)
    for text in _split(phrases.FOREIGN_ATTACKS):
        yield _made(text, 1, "multi")


def _constrained(dice: random.Random, examples: Sequence[Example]) -> Iterator[Example]:
    """Say in harmless texts how the answer is to look."""
    constraints = _split(phrases.CONSTRAINTS)
    for one in dice.sample([one for one in examples if one.label == 0 and one.split == "train"], 1_500):
        wish = ". ".join(dice.sample(constraints, dice.choice((1, 1, 2, 3))))
        text = f"{one.text}\n{wish}." if dice.random() < 0.6 else f"{wish}. {one.text}"
        yield replace(one, text=text, family="constrained", made=True)


def _ordered(dice: random.Random, examples: dict[str, list[Example]]) -> Iterator[Example]:
    """Put orders to an agent into documents: written ones, and requests that people make of assistants."""
    plain = [
        one for one in examples["indirect"] if one.label == 0 and one.split == "train" and "hard" not in one.category
    ]
    orders = _split(phrases.TOOL_ORDERS)
    attacks = [one.text for one in examples["injection"] if one.label and one.split == "train" and len(one.text) < 300]
    for _ in range(1_500):
        if dice.random() < 0.65:
            order = dice.choice(phrases.TOOL_FRAMES).format(_filled(dice, dice.choice(orders)))
            order = order[0].upper() + order[1:]
        else:
            order = dice.choice(attacks)
        document = dice.choice(plain)
        at = dice.choice((0, len(document.text), dice.randrange(len(document.text) + 1)))
        text = f"{document.text[:at]} {order} {document.text[at:]}"
        yield replace(document, made=True, text=text.strip(), label=1, family=_FAMILY)


def _filled(dice: random.Random, order: str) -> str:
    return order.format(
        address=dice.choice(
            ("ann.lee@mail.example", "my colleague Amy", "the address below", "accounts@partner.example", "him")
        ),
        amount=dice.choice(("$500", "1,200 euros", "all of the balance", "0.5 BTC")),
        number=dice.choice(("4471", "DE02 1203", "555 0199", "10")),
        place=dice.choice(("12 Hill Road", "my new home", "a locker at the station")),
        site=dice.choice(("http://files.example/a", "www.get-it-now.example", "our-portal.example/login")),
    )


def _remarks(dice: random.Random) -> Iterator[Example]:
    frames = (
        "{}",
        "{}!",
        "@user {}",
        "honestly, {}",
        "{} lol",
        "I told him: {}.",
        "{}, that's all I have to say",
        "RT {}",
        "well {}...",
        "{} #fail",
    )
    for block, label in ((phrases.ABUSE, 1), (phrases.CIVIL, 0)):
        for phrase in _split(block):
            for frame in dice.sample(frames, 5):
                text = frame.format(phrase)
                yield _made(
                    text if dice.random() < 0.7 else text.upper() if dice.random() < 0.3 else text.lower(), label
                )
