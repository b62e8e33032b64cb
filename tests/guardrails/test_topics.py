"""Topics by meaning: texts are near the examples of a topic, or of none."""

from __future__ import annotations

import pytest

from charter.guardrails.policy import Guard, PolicyDocument
from charter.guardrails.service.guards import checker
from charter.guardrails.stages import Stage
from tests.guardrails.test_policies import PATH, make_policy

MEDICINE = {
    "name": "medical advice",
    "examples": [
        "What dose of ibuprofen can I take?", "My chest hurts, what should I do?", "Is this rash dangerous?",
        "Which medicine helps against a fever?", "What are the symptoms of diabetes?",
    ],
}  # fmt: skip
SHOP = {
    "name": "our shop",
    "examples": [
        "Where is my order?", "I would like to return the shoes that I bought.", "How do I pay with a gift card?",
        "Is this jacket available in blue?", "My parcel has not been delivered.",
    ],
}  # fmt: skip


def guard(**document: list) -> Guard:
    rules = [
        {"stage": "input", "detector": name, "action": "block"}
        for name, topics in (("topic", "denied_topics"), ("off_topic", "allowed_topics"))
        if topics in document
    ]
    return Guard(checker(), PolicyDocument.model_validate({"rules": rules} | document))


@pytest.mark.parametrize(
    ("text", "blocked"),
    [
        ("I have had a headache for three days, should I see a doctor?", True),
        ("My knee is swollen after running, what helps?", True),
        ("Which pills are good against a bad cough?", True),
        ("Where is my order 1234? I paid a week ago.", False),
        ("Write a Python function that sorts a list of numbers.", False),
        ("What time do you open on Sunday?", False),
        ("Thanks!", False),
        ("", False),
    ],
)
def test_a_denied_topic(text, blocked):
    assert guard(denied_topics=[MEDICINE]).check(text, Stage.INPUT).blocked is blocked


def test_a_denied_topic_is_found_inside_of_a_long_text():
    around = "The harbour was quiet and the boats lay still in the morning light. " * 40
    inside = "Which medicine should I take against a fever and a sore throat, and in what dose? "
    denied = guard(denied_topics=[MEDICINE])
    assert not denied.check(around, Stage.INPUT).blocked
    assert denied.check(around + inside + around, Stage.INPUT).blocked


@pytest.mark.parametrize(
    ("text", "blocked"),
    [
        ("My parcel was delivered to the wrong house.", False),
        ("Can I return the jacket that I bought last week?", False),
        ("hello there", False),
        ("Explain the causes of the First World War.", True),
        ("Write a Python function that sorts a list of numbers.", True),
    ],
)
def test_only_allowed_topics(text, blocked):
    assert guard(allowed_topics=[SHOP]).check(text, Stage.INPUT).blocked is blocked


async def test_through_the_api(owner):
    document = {"rules": [{"stage": "input", "detector": "topic"}], "denied_topics": [MEDICINE]}
    await make_policy(owner, document=document, for_all=True)
    body = {"text": "Is this rash on my arm dangerous, doctor?"}
    verdict = (await owner.client.post("/v1/guardrails/check", body)).json()
    assert (verdict["blocked"], verdict["hits"][0]["detector"], verdict["scores"]["topic"] > 0.5) == (
        True,
        "topic",
        True,
    )
    missing = {"rules": [{"stage": "input", "detector": "off_topic"}]}
    refused = await owner.client.post(PATH, {"name": "odd", "document": missing})
    assert (refused.status, refused.json()["errors"][0]["path"]) == (422, "/document")
