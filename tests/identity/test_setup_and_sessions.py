"""The first run, signing in and out, and what a session may do."""

from __future__ import annotations

from tests.asgi_client import Client


async def test_first_setup_then_sign_out_and_in(app, services, data_dir):
    browser = Client(app)
    assert (await browser.get("/v1/setup")).json() == {"required": True}
    body = {"email": "Ada@Example.org", "password": "correct horse battery", "tenant_name": "Acme", "token": "wrong"}

    refused = await browser.post("/v1/setup", body)
    assert (refused.status, refused.code) == (403, "identity.setup-token-wrong")
    assert refused.json()["errors"][0]["path"] == "/token"
    known = body | {"token": (data_dir / "setup-token").read_text()}
    weak = await browser.post("/v1/setup", known | {"password": "short"})
    assert (weak.status, weak.code) == (422, "identity.password-too-weak")

    body["token"] = (data_dir / "setup-token").read_text()
    made = await browser.post("/v1/setup", body)
    assert made.status == 201
    session = made.json()
    assert session["principal"]["label"] == "ada@example.org"
    assert (session["tenant"]["slug"], session["roles"]) == ("acme", ["owner", "platform-operator"])
    assert "HttpOnly" in made.set_cookies[0]
    assert "SameSite=strict" in made.set_cookies[0]
    assert not (data_dir / "setup-token").exists()

    again = await Client(app).post("/v1/setup", body)
    assert (again.status, again.code) == (409, "identity.set-up-already")

    assert (await browser.get("/v1/session")).json()["csrf_token"] == session["csrf_token"]
    without_token = await browser.delete("/v1/session")
    assert (without_token.status, without_token.code) == (403, "core.csrf-token-wrong")
    cookies = dict(browser.cookies)
    gone = await browser.delete("/v1/session", headers={"x-csrf-token": session["csrf_token"]})
    assert gone.status == 204
    browser.cookies = cookies
    ended = await browser.get("/v1/session")
    assert (ended.status, ended.code) == (401, "identity.unauthenticated")

    signed_in = await Client(app).post("/v1/session", {"email": "ada@example.org", "password": "correct horse battery"})
    assert signed_in.status == 200
    wrong = await Client(app).post("/v1/session", {"email": "ada@example.org", "password": "wrong horse battery"})
    unknown = await Client(app).post("/v1/session", {"email": "bob@example.org", "password": "wrong horse battery"})
    assert (wrong.status, wrong.code) == (401, "identity.sign-in-refused")
    assert {**wrong.json(), "request_id": ""} == {**unknown.json(), "request_id": ""}


async def test_guessing_is_slowed_down(app):
    answers = [
        await Client(app).post("/v1/session", {"email": "carol@example.org", "password": f"guess number {number}"})
        for number in range(12)
    ]
    assert answers[-1].status == 429
    assert answers[-1].code == "identity.too-many-attempts"
    assert int(answers[-1].headers["retry-after"]) >= 1
