"""Every service verb asks ``access``, and every route knows its caller: one that forgets fails here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "charter"
ASKS = {"require", "require_somewhere", "require_no_higher", "may", "may_any", "reach", "still", "may_see"}

# Verbs about the caller itself, which need no permission; each was looked at.
ABOUT_THE_CALLER = {
    "identity/service/sign_in.py:sign_out": "ends the caller's own session",
    "identity/service/sessions.py:person_behind": "names the caller",
    "identity/service/sessions.py:list_own": "shows the caller's own sessions",
    "identity/service/sessions.py:end_own": "ends one of the caller's own sessions",
    "identity/service/sessions.py:end_all_own": "ends the caller's own sessions",
    "identity/service/resets.py:require_password": "asks the caller for their own password",
    "identity/service/resets.py:change_password": "changes the caller's own password, which it asks for",
    "identity/service/second_factor.py:read": "says whether the caller has one",
    "identity/service/second_factor.py:enrol": "begins the caller's own, with the caller's password",
    "identity/service/second_factor.py:confirm": "turns the caller's own on",
    "identity/service/second_factor.py:disable": "turns the caller's own off, with the caller's password",
    "identity/service/passkeys.py:list_own": "shows the caller's own passkeys",
    "identity/service/passkeys.py:begin": "begins the caller's own, with the caller's password",
    "identity/service/passkeys.py:register": "keeps the caller's own",
    "identity/service/passkeys.py:rename": "renames one of the caller's own",
    "identity/service/passkeys.py:remove": "removes one of the caller's own, with the caller's password",
    "llm/service/offers.py:may_use_environment_keys": "tells the endpoint whose tenant it is; the verbs then ask",
    "audit/service.py:record": "writes what the verb that calls it has been allowed",
}
# Verbs that a verb calls after it has asked, with what it was allowed to touch.
AFTER_ASKING = {
    "agents/service/agents.py:insert_agent",
    "agents/service/versions.py:add_draft",
    "agents/service/versions.py:publish_definition",
}
# Operations for callers that are not, or not yet, signed in.
PUBLIC = {"getSetup", "setUp", "signIn", "getHealth", "getReadiness", "getMetrics"}
PUBLIC |= {"listSignOnOffers", "startSignOn", "finishSignOn", "endSessionsFromProvider"}
PUBLIC |= {"lookAtInvitation", "acceptInvitation", "askForPasswordReset", "completePasswordReset"}
PUBLIC |= {"answerSecondFactor", "askForPasskey", "signInWithPasskey"}
PUBLIC |= {"askForSecondPasskey", "answerSecondFactorWithPasskey"}


def verbs() -> Iterator[tuple[str, ast.AsyncFunctionDef | ast.FunctionDef]]:
    """Yield (file:name, definition) of every public verb that takes a principal."""
    for path in sorted([*ROOT.glob("*/service.py"), *ROOT.glob("*/service/**/*.py")]):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef) and not node.name.startswith("_"):
                names = [argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]]
                if "principal" in names:
                    yield f"{path.relative_to(ROOT)}:{node.name}", node


def calls(node: ast.AST) -> set[str]:
    """Return the names of everything a definition calls."""
    functions = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
    return {
        func.attr if isinstance(func, ast.Attribute) else func.id
        for func in functions
        if isinstance(func, ast.Attribute | ast.Name)
    }


def those_that_ask() -> set[str]:
    """Return the names of all functions that ask, themselves or through one that they call."""
    called = {}
    for path in ROOT.rglob("*.py"):
        if "service" in path.parts or path.name == "service.py":
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
                    called.setdefault(node.name, set()).update(calls(node))
    asking, grown = set(ASKS), True
    while grown:
        more = {name for name, inner in called.items() if inner & asking} - asking
        asking, grown = asking | more, bool(more)
    return asking


def test_every_service_verb_asks():
    asking, seen, silent = those_that_ask(), set(), []
    for name, node in verbs():
        seen.add(name)
        excused = name in ABOUT_THE_CALLER or name in AFTER_ASKING or name.startswith("access/service/decisions.py")
        if not excused and not calls(node) & asking:
            silent.append(name)
    assert silent == []
    assert ABOUT_THE_CALLER.keys() | AFTER_ASKING <= seen, "an excuse for a verb that is gone"
    assert len(seen) > 50, "the walk finds the verbs"


async def test_every_route_refuses_a_caller_without_a_credential(app, anonymous):
    open_ = []
    for path, operations in app.openapi()["paths"].items():
        for method, operation in operations.items():
            if operation["operationId"] in PUBLIC:
                continue
            answer = await anonymous.request(method.upper(), path.replace("{", "").replace("}", ""))
            if answer.status not in {401, 415, 422}:
                open_.append((operation["operationId"], answer.status))
    assert open_ == []


async def test_every_reading_route_refuses_a_caller_without_a_permission(app, owner, make_caller):
    """What a guest can read is what everybody may: who it is, templates, and the help of this installation."""
    guest = await make_caller("guest", owner.tenant_id)
    shown = set()
    for path, operations in app.openapi()["paths"].items():
        if "get" not in operations or "{" in path or operations["get"]["operationId"] in PUBLIC:
            continue
        if path.startswith("/v1/scim/"):  # for directories: no key of a member opens it
            assert (await guest.client.get(path)).status == 401
            continue
        query = "?permission=agents.read" if path.startswith("/v1/access") else ""
        answer = await guest.client.get(path + query)
        if answer.status == 200:
            shown.add(operations["get"]["operationId"])
        else:
            assert (answer.status, answer.code) == (403, "access.forbidden"), (path, answer.body)
    assert shown == {
        "getSession",
        "listSessions",
        "getSecondFactor",
        "listPasskeys",
        "explainAccess",
        "listAgentTemplates",
        "listToolTemplates",
        "listApprovals",
        "getAgentSchema",
        "getOwnTenant",
    }
