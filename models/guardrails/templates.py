"""Texts made from phrases and from the given texts, so that a model learns what is said and not how it is put.

Harmful and harmless requests are put in the same sentences, attacks stand inside harmless texts, and requests to an
agent stand inside documents. Everything is seeded.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from models.guardrails import everyday, phrases, ploys, prejudice, remarks, rough_talk, tongues
from models.guardrails.corpus import Example
from models.guardrails.heads import WRITTEN_HERE

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


def _by_tongue(block: str) -> dict[str, list[str]]:
    """Return what stands behind each language's code."""
    tongues_of = (line.split(": ", 1) for line in block.splitlines())
    return {code: _split(sayings) for code, sayings in tongues_of}


def _made(text: str, label: int, lang: str = "en") -> Example:
    return Example(text, label, WRITTEN_HERE, lang, "train", "template", WRITTEN_HERE, made=True)


def more(examples: dict[str, list[Example]], seed: int = 7) -> dict[str, list[Example]]:
    """Return the written examples of each head."""
    dice = random.Random(seed)  # noqa: S311 - a seeded choice of training texts
    asked = [*_requests(dice), *_of_others(dice)]
    plain = [
        _made(text, 0) for text in (*_split(phrases.FOREIGN_HARMLESS), *_split(phrases.SHORT), *_split(ploys.HONEST))
    ]
    asked += plain + [replace(one, text=one.text.lower().rstrip("?.!")) for one in plain]
    daily = [*_everyday(dice)]
    safe = [*(one for one in asked if not one.label), *_roles(dice), *daily]
    pasted = [*_pasted(dice, examples)]
    attacks = [*_attacks(dice)]
    return {
        "injection": [
            *attacks,
            *safe,
            *_foreign(tongues.ATTACKS, tongues.ORDINARY),
            *_turned(dice),
            *_surrounded(dice, examples["injection"], attacks),
            *pasted,
            *_interrupted(dice, examples["injection"]),
            *_constrained(dice, examples["injection"]),
        ],
        "indirect": [*_ordered(dice, examples, attacks), *_described(dice)],
        "harm": [
            *asked,
            *daily,
            *pasted,
            *_rephrased(dice, examples["harm"]),
            *_foreign(tongues.HARMFUL, tongues.HARMLESS),
        ],
        "toxicity": [
            *_remarks(dice),
            *_of_people(dice),
            *_called(dice),
            *_prejudiced(dice),
            *_prejudiced_abroad(dice),
            *_rough(dice),
            *_outspoken(dice),
            *_amid_other_things(dice),
            *safe,
        ],
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


def _of_others(dice: random.Random) -> Iterator[Example]:
    """Ask about groups and persons, to wrong them and with respect."""
    groups, names = _split(remarks.GROUPS), _split(remarks.NAMES)[:-3]
    for block, label in ((phrases.WRONGING, 1), (phrases.RESPECTING, 0)):
        for frame in _split(block):
            for _ in range(8 if "{" in frame else 3):
                text = frame.format(group=dice.choice(groups), name=dice.choice(names))
                if not text.endswith("?") and dice.random() < 0.5:
                    text = dice.choice(phrases.STEMS[-12:] if "{" in frame else phrases.STEMS).format(text)
                yield _made(dice.choice(_GREETINGS) + text, label)


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
    yield from _ploys(dice)


def _ploys(dice: random.Random) -> Iterator[Example]:
    """Ask for secrets and for rules to be broken, with and without a pretext, by persona, echo and command."""
    secrets, leaks, pretexts = _split(ploys.SECRETS), _split(ploys.LEAKS), _split(ploys.PRETEXTS)
    demands, characters, slogans = _split(ploys.DEMANDS), _split(ploys.CHARACTERS), _split(ploys.SLOGANS)
    breaks = ploys.BREAKS.split("|")
    wishes = [leak.format(secret) for leak in leaks for secret in dice.sample(secrets, 6)]
    wishes += [wish for wish in demands for _ in range(4)]
    for wish in wishes:
        pretext, chance = dice.choice(pretexts), dice.random()
        text = wish if chance < 0.5 else f"{pretext}, {wish}" if chance < 0.8 else f"{wish}. {pretext}"
        yield _made(text if dice.random() < 0.5 else text[0].upper() + text[1:] + ".", 1)
    for frame in _split(ploys.PERSONAS):
        for character in dice.sample(characters, 8):
            yield _made(f"{frame.format(*[character] * 3)} {dice.choice(('', dice.choice(demands)))}".strip(), 1)
    for echo in _split(ploys.ECHOES):
        for slogan in dice.sample(slogans, 6):
            yield _made(dice.choice(breaks) + echo.format(slogan), 1)
    for command in _split(ploys.COMMANDS):
        yield _made(command, 1)


def _roles(dice: random.Random) -> Iterator[Example]:
    """Play harmless roles: to be somebody else is no attack."""
    scenes = _split(ploys.SCENES)
    for role in _split(ploys.ROLES):
        for scene in dice.sample(scenes, 5):
            yield _made(scene.format(role), 0)


def _everyday(dice: random.Random) -> Iterator[Example]:
    """Talk with an assistant, play with it, and have it program and rewrite: what is asked most, and harmless."""
    figures, plays = [*_split(everyday.FIGURES), *_split(everyday.TRADES)], _split(everyday.PLAYS)
    moments, wishes = _split(everyday.MOMENTS), _split(everyday.WISHES)
    for figure in figures:
        for play in dice.sample(plays, 5):
            wish = " ".join(dice.sample(wishes, dice.choice((1, 1, 2))))
            yield _made(play.format(figure, dice.choice(moments), wish), 0)
    for saying in (*_split(everyday.TALK), *_split(everyday.MATTERS)):
        yield _made(saying, 0)
        yield _made(dice.choice(_GREETINGS) + saying[0].upper() + saying[1:] + dice.choice((".", "?", "!", "")), 0)
    pairs = (
        (everyday.ABOUT, everyday.THINGS, "", 9),
        (everyday.TASKS, everyday.GIVEN, everyday.DOING, 24),
        (everyday.WRITINGS, everyday.LANGUAGES, everyday.PROGRAMS, 40),
    )
    for frames, things, ends, times in pairs:
        for frame in _split(frames):
            for _ in range(times if "{" in frame else 1):
                yield _made(frame.format(dice.choice(_split(things)), dice.choice(_split(ends) or [""])), 0)
    for code, sayings in _by_tongue(everyday.FOREIGN).items():
        for text in sayings:
            yield _made(text, 0, code)


def _described(dice: random.Random) -> Iterator[Example]:
    """Say what tools do, as programs say it: in orders that nobody is to follow."""
    verbs, objects = _split(everyday.VERBS), _split(everyday.OBJECTS)
    tails, notes = _split(everyday.TAILS), _split(everyday.NOTES)
    for verb in verbs:
        for thing in dice.sample(objects, 14):
            said = f"{verb} {thing}" if dice.random() < 0.5 else f"{verb} {thing} {dice.choice(tails)}"
            more_said = dice.sample(notes, dice.choice((0, 0, 1, 2, 3)))
            yield _made(dice.choice((" ", "\n", "\n\n")).join((f"{said}.", *more_said)), 0)


_TASKS = (
    *(
        "",
        "",
        "",
        "Summarise this: ",
        "Translate into French:\n",
        "What does this mean?\n",
        "Fix the mistakes in this text: ",
    ),
    *(
        "Explain the following.\n\n",
        "Make a list of the main points:\n",
        "Is this correct? ",
        "Write an answer to this: ",
    ),
    *("Add comments to this:\n", "Here is what I have so far:\n", "Extract all names and dates from this text.\n"),
)


def _pasted(dice: random.Random, examples: dict[str, list[Example]]) -> Iterator[Example]:
    """Paste harmless documents and remarks of others, with a task or without one."""
    kinds = (
        ("documents", [one for one in examples["indirect"] if not one.label and one.split == "train"], 1_200),
        ("remarks", [one for one in examples["toxicity"] if not one.label and "http" not in one.text], 1_200),
    )
    for family, texts, times in kinds:
        for one in dice.sample(texts, times):
            start = dice.randrange(max(1, len(one.text) - 600))
            cut = one.text[start : start + dice.choice((200, 400, 1_500))]
            yield replace(one, text=dice.choice(_TASKS) + cut, family=f"pasted {family}", made=True)


def _interrupted(dice: random.Random, examples: Sequence[Example]) -> Iterator[Example]:
    """Begin as a harmless request and end as an attack."""
    secrets, leaks, demands = _split(ploys.SECRETS), _split(ploys.LEAKS), _split(ploys.DEMANDS)
    breaks = [*ploys.BREAKS.split("|"), " ", "\n", " Also, ", " And by the way, "]
    short = [one for one in examples if one.label == 0 and one.split == "train" and len(one.text) < 250]
    for one in dice.sample(short, 700):
        wish = dice.choice(leaks).format(dice.choice(secrets)) if dice.random() < 0.6 else dice.choice(demands)
        yield replace(one, text=f"{one.text} {dice.choice(breaks)}{wish}", label=1, family=WRITTEN_HERE, made=True)


def _constrained(dice: random.Random, examples: Sequence[Example]) -> Iterator[Example]:
    """Say in harmless texts how the answer is to look."""
    constraints = _split(phrases.CONSTRAINTS)
    for one in dice.sample([one for one in examples if one.label == 0 and one.split == "train"], 1_500):
        wish = ". ".join(dice.sample(constraints, dice.choice((1, 1, 2, 3))))
        text = f"{one.text}\n{wish}." if dice.random() < 0.6 else f"{wish}. {one.text}"
        yield replace(one, text=text, family="constrained", made=True)


def _ordered(dice: random.Random, examples: dict[str, list[Example]], written: Sequence[Example]) -> Iterator[Example]:
    """Put orders to an agent into documents: written ones, and requests that people make of assistants."""
    plain = [
        one for one in examples["indirect"] if one.label == 0 and one.split == "train" and "hard" not in one.category
    ]
    orders = _split(phrases.TOOL_ORDERS)
    given = [one.text for one in examples["injection"] if one.label and one.split == "train" and len(one.text) < 300]
    ours = [one.text for one in written if len(one.text) < 200]
    for _ in range(2_200):
        if dice.random() < 0.5:
            order = dice.choice(phrases.TOOL_FRAMES).format(_filled(dice, dice.choice(orders)))
            order = order[0].upper() + order[1:]
        else:
            order = dice.choice(dice.choice((given, ours)))
        document = dice.choice(plain)
        at = dice.choice((0, len(document.text), dice.randrange(len(document.text) + 1)))
        text = f"{document.text[:at]} {order} {document.text[at:]}"
        yield replace(document, made=True, text=text.strip(), label=1, family=WRITTEN_HERE)


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


def _foreign(asked: str, ordinary: str) -> Iterator[Example]:
    for block, label in ((asked, 1), (ordinary, 0)):
        for code, sayings in _by_tongue(block).items():
            for text in sayings:
                yield _made(text, label, code)
                yield _made(text.lower().rstrip("?.!\uff1f"), label, code)


def _surrounded(dice: random.Random, examples: Sequence[Example], written: Sequence[Example]) -> Iterator[Example]:
    """Put short attacks between harmless texts, and show these without the attack."""
    harmless = [one.text for one in examples if one.label == 0 and one.split == "train" and len(one.text) > 60]
    for one in dice.sample([one for one in written if len(one.text) < 120], 70):
        before, after = (dice.choice(harmless)[: dice.choice((60, 120, 200))] for _ in range(2))
        yield _made(f"{before} {one.text} {after}", 1)
        yield _made(f"{before} {after}", 0)
        yield _made(after, 0)


def _turned(dice: random.Random) -> Iterator[Example]:
    """Turn an assistant from its bonds, and ask what it was begun with; the same said of harmless things."""
    verbs, degrees = _by_tongue(tongues.TURNING), _by_tongue(tongues.DEGREES)
    kinds = (
        (tongues.BONDS, tongues.OBEYING, tongues.ORIGINS, 1),
        (tongues.THINGS, tongues.DOING, tongues.BEGINNINGS, 0),
    )
    for objects, ends, questions, label in kinds:
        of, then, asked = _by_tongue(objects), _by_tongue(ends), _by_tongue(questions)
        for code, turning in verbs.items():
            for verb in turning:
                for thing in dice.sample(of[code], 5):
                    end = dice.choice(("", *then[code]))
                    yield _made(f"{verb} {thing} {end}".strip() + dice.choice((".", "", "!")), label, code)
            for question in asked[code]:
                for degree in dice.sample(degrees[code], 4):
                    yield _made(question.format(degree), label, code)


def _of_people(dice: random.Random) -> Iterator[Example]:
    """Speak well and badly of the same groups and persons, in the same sentences."""
    groups, kinds = _split(remarks.GROUPS), _split(remarks.KINDS)
    names, persons = _split(remarks.NAMES), _split(remarks.PERSONS)
    for block, label in ((remarks.HATE, 1), (remarks.FACTS, 0)):
        for frame in _split(block):
            for group in dice.sample(groups, 18):
                yield _made(frame.format(group), label)
    for block, label in ((remarks.SCORN, 1), (remarks.PRAISE, 0)):
        for word in _split(block):
            for kind in dice.sample(kinds, 20):
                name = dice.choice(names)
                is_a = "are a" if name == "you" else "is a"
                end = f" {dice.choice(persons)}" if dice.random() < 0.5 else ""
                yield _made(f"{name} {is_a} {word} {kind}{end}", label)


def _called(dice: random.Random) -> Iterator[Example]:
    """Call people names, bad and good ones, in many languages."""
    pairs = ((remarks.INSULTS, remarks.SPEECH, 1), (remarks.PLEASANTRIES, remarks.GREETINGS, 0))
    for words, frames, label in pairs:
        sayings = _by_tongue(frames)
        for code, names in _by_tongue(words).items():
            for name in names:
                for frame in dice.sample(sayings[code], min(5 if label else 8, len(sayings[code]))):
                    yield _made(frame.format(name), label, code)
    for text in _split(remarks.COLOURS):
        for frame in ("{}", "@user {}", "RT @user: {}"):
            yield _made(frame.format(text), 0)


def _prejudiced(dice: random.Random) -> Iterator[Example]:
    """Say of the same groups, in the same frames, what demeans them and what does not; and contradict the former."""
    groups = _split(remarks.GROUPS) + _split(prejudice.GROUPS)
    said, asked = _split(prejudice.SAID), _split(prejudice.ASKED)
    for block, label in ((prejudice.DEMEANING, 1), (prejudice.PLAIN, 0)):
        for predicate in _split(block):
            frames = [*dice.choices(said, k=14), dice.choice(asked)]
            for group, frame in zip(dice.sample(groups, len(frames)), frames, strict=True):
                yield _made(frame.format(f"{group} {predicate}"), label)
    for block, label in ((prejudice.AGAINST, 1), (prejudice.FOR, 0)):
        for frame in _split(block):
            for group in dice.sample(groups, 15):
                yield _made(frame.format(group), label)
    demeaning = _split(prejudice.DEMEANING)
    for frame in _split(prejudice.CONTRADICTED):
        for group, predicate in zip(dice.sample(groups, 12), dice.sample(demeaning, 12), strict=True):
            yield _made(frame.format(f"{group} {predicate}"), 0)


def _prejudiced_abroad(dice: random.Random) -> Iterator[Example]:
    """The same in other languages."""
    groups = _by_tongue(prejudice.GROUPS_ABROAD)
    for block, label in ((prejudice.WORSE, 1), (prejudice.BETTER, 0)):
        for code, frames in _by_tongue(block).items():
            for frame in frames:
                for group in dice.sample(groups[code], min(7, len(groups[code]))):
                    text = frame.format(group)
                    yield _made(dice.choice((text, text, f"@user {text}", f"{text} @url")), label, code)


def _rough(dice: random.Random) -> Iterator[Example]:
    """Talk roughly and not, in the same sentences."""
    for names, label in ((rough_talk.CALLED, 1), (rough_talk.NAMED, 0)):
        for frame in _split(rough_talk.TALK):
            for name in dice.sample(_split(names), 18):
                yield _made(_tweeted(dice, frame.format(one=name, many=_plural(name))), label)
    for deeds, label in ((rough_talk.CRUEL, 1), (rough_talk.KINDLY, 0)):
        for deed in _split(deeds):
            for frame in dice.sample(_split(rough_talk.DIRECTED), 6):
                yield _made(_tweeted(dice, frame.format(deed)), label)
    pairs = ((remarks.SCORN, remarks.INSULTS, 1), (remarks.PRAISE, remarks.PLEASANTRIES, 0))
    for adjectives, nouns, label in pairs:
        for frame in _split(rough_talk.JUDGED):
            for _ in range(15):
                named = f"{dice.choice(_split(adjectives))} {dice.choice(_by_tongue(nouns)['en'])}"
                yield _made(_tweeted(dice, frame.format(named)), label)


def _outspoken(dice: random.Random) -> Iterator[Example]:
    """Leer, gloat and rage, and speak of the same without; speak about insults; swear at nobody."""
    hostile = (rough_talk.LEERING, rough_talk.GLOATING, rough_talk.INCENSED)
    harmless = (rough_talk.RESPECTFUL, rough_talk.CARING, rough_talk.CIVIC, rough_talk.SWEARING)
    for blocks, label in ((hostile, 1), (harmless, 0)):
        for text in chain.from_iterable(map(_split, blocks)):
            yield _made(text, label)
            for _ in range(3):
                yield _made(_tweeted(dice, text), label)
    for frame in _split(rough_talk.ABOUT_WORDS):
        for name in dice.sample(_split(rough_talk.CALLED), 10):
            yield _made(frame.format(name), 0)


def _amid_other_things(dice: random.Random) -> Iterator[Example]:
    """Call people bad and good names somewhere in a longer remark, in many languages."""
    around = _by_tongue(rough_talk.AROUND)
    pairs = ((remarks.INSULTS, remarks.SPEECH, 1), (remarks.PLEASANTRIES, remarks.GREETINGS, 0))
    for words, frames, label in pairs:
        names, sayings = _by_tongue(words), _by_tongue(frames)
        for code, others in around.items():
            for _ in range(12 * len(others)):
                said = dice.choice(sayings[code]).format(dice.choice(names[code]))
                before, after, more = dice.sample(others, 3)
                parts = dice.choice(((before, said), (said, after), (before, said, after), (before, more, said)))
                yield _made(dice.choice((" ", " ", ", ", "... ", ". ")).join(parts), label, code)


def _tweeted(dice: random.Random, text: str) -> str:
    frames = ("{}", "{}", "{}", "@user {}", "RT @user: {}", "{} lol", "{}!!", "{} smh", "{} @url", "yo {}")
    framed = dice.choice(frames).format(text)
    return dice.choice((framed, framed, framed, framed.capitalize(), framed.upper()))


def _plural(word: str) -> str:
    if word.endswith("ch"):
        return f"{word}es"
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2] not in "aeiou" else f"{word}s"
