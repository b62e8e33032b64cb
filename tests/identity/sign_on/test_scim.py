"""SCIM 2.0: what a tenant's directory pushes, and what follows from it."""

from __future__ import annotations

import pytest

from tests.asgi_client import Client

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
SCIM = {"content-type": "application/scim+json"}


class Directory:
    """A directory with the token of a connection."""

    def __init__(self, sso, token):
        self.sso = sso
        self.client = Client(sso.app, headers={"authorization": f"Bearer {token}"})

    async def send(self, method, path, body=None, *, good=None):
        answer = await self.client.request(method, f"/v1/scim/v2{path}", body, headers=SCIM if body else None)
        if good is not None:
            assert answer.status == good, answer.body
        if answer.body:
            assert answer.headers["content-type"] == "application/scim+json"
        return answer

    async def user(self, user_name, /, **more):
        return (await self.send("POST", "/Users", {"schemas": [USER], "userName": user_name} | more, good=201)).json()

    async def group(self, name, *users):
        body = {"displayName": name, "members": [{"value": user["id"]} for user in users]}
        return (await self.send("POST", "/Groups", body, good=201)).json()

    async def change(self, path, *operations):
        return await self.send("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)})

    async def members(self):
        listed = (await self.sso.owner.client.get("/v1/members")).json()["items"]
        return {member["email"]: member["role"] for member in listed}


@pytest.fixture
async def directory(connect):
    sso = await connect()
    made = await sso.owner.client.post(f"/v1/sign-on-connections/{sso.connection['id']}/scim-token")
    return Directory(sso, made.json()["token"])


async def test_a_user_in_a_mapped_group_is_a_member_until_the_directory_says_otherwise(directory):
    ada = await directory.user("Ada@Example.org", externalId="e1", name={"givenName": "Ada"})
    assert (ada["active"], ada["name"], ada["meta"]["resourceType"]) == (True, {"givenName": "Ada"}, "User")
    assert await directory.members() == {}
    group = await directory.group("Directory builders", ada)
    assert await directory.members() == {"ada@example.org": "builder"}
    renamed = await directory.change(
        f"/Groups/{group['id']}", {"op": "replace", "path": "displayName", "value": "Others"}
    )
    assert renamed.json()["displayName"] == "Others"
    assert await directory.members() == {}
    await directory.change(f"/Groups/{group['id']}", {"op": "Replace", "value": {"displayName": "Directory builders"}})
    assert await directory.members() == {"ada@example.org": "builder"}
    gone = await directory.change(
        f"/Groups/{group['id']}", {"op": "remove", "path": f'members[value eq "{ada["id"]}"]'}
    )
    assert gone.json()["members"] == []
    assert await directory.members() == {}
    await directory.change(f"/Groups/{group['id']}", {"op": "add", "path": "members", "value": [{"value": ada["id"]}]})
    assert await directory.members() == {"ada@example.org": "builder"}
    await directory.send("DELETE", f"/Groups/{group['id']}", good=204)
    assert await directory.members() == {}


@pytest.mark.parametrize("how", ["patch", "text", "put", "delete"])
async def test_deactivation_ends_sessions_and_keys_at_once(directory, how):
    sso = directory.sso
    subject = await sso.person()
    user = await directory.user(f"{subject}@example.org", externalId=subject)
    await directory.group("Directory builders", user)
    client, answer = await sso.sign_in(subject)
    assert answer.status == 303, answer.body
    assert await sso.role_of(client) == "builder"
    path = f"/Users/{user['id']}"
    match how:
        case "patch":
            done = await directory.change(path, {"op": "replace", "value": {"active": False}})
        case "text":
            done = await directory.change(path, {"op": "Replace", "path": "active", "value": "False"})
        case "put":
            done = await directory.send("PUT", path, {"userName": user["userName"], "active": False})
        case _:
            done = await directory.send("DELETE", path)
    assert done.status == (204 if how == "delete" else 200)
    assert await sso.role_of(client) is None
    assert await directory.members() == {}
    again = (await sso.sign_in(subject))[1]
    assert (again.status, again.code) == (403, "identity.sign-on-not-mapped")
    if how == "patch":
        await directory.change(path, {"op": "replace", "value": {"active": True}})
        assert (await sso.sign_in(subject))[1].status == 303


async def test_a_provisioned_user_is_found_again_at_the_first_sign_in_by_verified_address_only(directory):
    sso = directory.sso
    known, claimed = await sso.person(), await sso.person(email="boss@example.org", email_verified=False)
    users = [await directory.user(f"{known}@example.org"), await directory.user("boss@example.org")]
    await directory.group("Directory builders", *users)
    client, _ = await sso.sign_in(known)
    assert await sso.role_of(client) == "builder"
    assert (await sso.sign_in(claimed))[1].code == "identity.sign-on-not-mapped"
    assert len(await directory.members()) == 2


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        ('userName eq "FIRST@example.org"', {"first@example.org"}),
        ('userName eq "first@example.org" and active eq true', {"first@example.org"}),
        ('userName eq "first@example.org" and active eq false', set()),
        ('userName sw "f" or externalId eq "2"', {"first@example.org", "second@example.org"}),
        ('userName ew "%"', set()),
        ("externalId pr", {"second@example.org"}),
        ('id eq "nothing"', set()),
        ("active ne true", {"third@example.org"}),
        (f'{USER}:userName co "ir"', {"first@example.org", "third@example.org"}),
    ],
)
async def test_filters(directory, filter_, found):
    await directory.user("first@example.org")
    await directory.user("second@example.org", externalId="2")
    await directory.user("third@example.org", active=False)
    quoted = filter_.replace("%", "%25").replace(" ", "%20").replace('"', "%22")
    answer = (await directory.send("GET", f"/Users?filter={quoted}", good=200)).json()
    assert {user["userName"] for user in answer["Resources"]} == found
    assert answer["totalResults"] == len(found)


@pytest.mark.parametrize(
    "filter_",
    [
        "password eq 'x'",
        "userName",
        "userName eq",
        'userName like "x"',
        'userName eq "x" xor',
        'userName eq "x',
        "' OR 1=1",
    ],
)
async def test_filters_that_cannot_be_used(directory, filter_):
    quoted = filter_.replace(" ", "%20").replace('"', "%22")
    answer = await directory.send("GET", f"/Users?filter={quoted}", good=400)
    assert (answer.json()["scimType"], answer.json()["status"]) == ("invalidFilter", "400")


async def test_pages_neither_skip_nor_repeat(directory):
    names = {f"user{number}@example.org" for number in range(5)}
    for name in sorted(names):
        await directory.user(name)
    seen = []
    for start in (1, 3, 5):
        page = (await directory.send("GET", f"/Users?startIndex={start}&count=2", good=200)).json()
        assert (page["totalResults"], page["startIndex"]) == (5, start)
        seen += [user["userName"] for user in page["Resources"]]
    assert (len(seen), set(seen)) == (5, names)
    assert (await directory.send("GET", "/Users?count=0", good=200)).json()["Resources"] == []


async def test_refusals_are_scim_errors(directory, connect, owner):
    user = await directory.user("once@example.org")
    await directory.group("Once", user)
    assert (await owner.client.post("/v1/teams", {"name": "x"})).status == 201
    answers = [
        (await directory.send("POST", "/Users", {"userName": "once@example.org"}), 409, "uniqueness"),
        (await directory.send("POST", "/Groups", {"displayName": "Once"}), 409, "uniqueness"),
        (await directory.send("POST", "/Users", {"active": True}), 400, "invalidValue"),
        (
            await directory.send("POST", "/Groups", {"displayName": "x", "members": [{"value": "nobody"}]}),
            400,
            "invalidValue",
        ),
        (await directory.send("GET", "/Users/nobody"), 404, None),
        (await directory.send("DELETE", "/Groups/nobody"), 404, None),
        (await directory.change(f"/Users/{user['id']}", {"op": "remove"}), 400, "noTarget"),
        (await directory.change(f"/Users/{user['id']}", {"op": "explode", "value": {}}), 400, "invalidValue"),
        (await directory.change(f"/Users/{user['id']}", {"op": "remove", "path": "userName"}), 400, "invalidValue"),
    ]
    for answer, status, kind in answers:
        document = answer.json()
        assert document["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
        assert (answer.status, document["status"], document.get("scimType")) == (status, str(status), kind), answer.body
    assert (await directory.send("GET", f"/Users/{user['id']}", good=200)).json()["userName"] == "once@example.org"


async def test_an_address_of_another_member_is_not_taken_over(directory):
    member = {"email": "local@example.org", "password": "correct horse battery", "role": "admin"}
    assert (await directory.sso.owner.client.post("/v1/members", member)).status == 201
    user = await directory.user("local@example.org")
    body = {"displayName": "Directory builders", "members": [{"value": user["id"]}]}
    assert (await directory.send("POST", "/Groups", body)).json()["scimType"] == "uniqueness"
    assert await directory.members() == {"local@example.org": "admin"}


async def test_a_directory_sees_its_own_connection_only(directory, connect):
    other = await connect(directory.sso.owner)
    token = (await other.owner.client.post(f"/v1/sign-on-connections/{other.connection['id']}/scim-token")).json()
    stranger = Directory(other, token["token"])
    user = await directory.user("mine@example.org")
    group = await directory.group("Mine", user)
    for path in (f"/Users/{user['id']}", f"/Groups/{group['id']}"):
        assert (await stranger.send("GET", path)).status == 404
        assert (await stranger.send("DELETE", path)).status == 404
    assert (await stranger.send("GET", "/Users", good=200)).json()["totalResults"] == 0
    body = {"displayName": "Theirs", "members": [{"value": user["id"]}]}
    assert (await stranger.send("POST", "/Groups", body)).status == 400


async def test_the_token_is_rotated_ended_and_good_for_nothing_else(directory, owner, anonymous):
    sso = directory.sso
    path = f"/v1/sign-on-connections/{sso.connection['id']}/scim-token"
    assert (await directory.client.get("/v1/members")).code == "identity.unauthenticated"
    for client in (owner.client, anonymous):
        refused = await client.get("/v1/scim/v2/Users")
        assert (refused.status, refused.json()["status"]) == (401, "401")
    fresh = Directory(sso, (await sso.owner.client.post(path)).json()["token"])
    assert (await directory.send("GET", "/Users")).status == 401
    await fresh.send("GET", "/Users", good=200)
    await sso.owner.client.delete(path)
    assert (await fresh.send("GET", "/Users")).status == 401


async def test_what_there_is_is_told(directory):
    configuration = (await directory.send("GET", "/ServiceProviderConfig", good=200)).json()
    assert (configuration["patch"], configuration["bulk"]["supported"]) == ({"supported": True}, False)
    for path, names in (("/ResourceTypes", {"User", "Group"}), ("/Schemas", {"User", "Group"})):
        listed = (await directory.send("GET", path, good=200)).json()
        assert {one["name"] for one in listed["Resources"]} == names


async def test_a_refused_change_changes_nothing(directory):
    ada = await directory.user("whole@example.org")
    group = await directory.group("Directory builders", ada)
    body = {
        "displayName": "Renamed",
        "members": [{"value": ada["id"]}, {"value": "account_01h455vb4pex5vsknk084sn02q"}],
    }
    refused = await directory.send("PUT", f"/Groups/{group['id']}", body)
    assert (refused.status, refused.json()["scimType"]) == (400, "invalidValue")
    assert (await directory.send("GET", f"/Groups/{group['id']}")).json()["displayName"] == "Directory builders"
    assert await directory.members() == {"whole@example.org": "builder"}
