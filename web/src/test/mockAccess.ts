import type * as t from "@/api/types";
import type { MockApi } from "./mockApi";
import { now, page, Refusal, type Handler } from "./mockCore";
import { permissions } from "./mockData";

function addKey(api: MockApi, name: string, role: string, scope: string[] | null): t.ApiKeyCreated {
  const key: t.ApiKey = {
    id: api.id("key"),
    name,
    role,
    scope,
    prefix: "chk_live_8fK2mQx1",
    created_at: now(),
    expires_at: null,
    revoked_at: null,
    last_used_at: null,
  };
  api.keys.unshift(key);
  return { ...key, key: "chk_live_8fK2mQx1_secretsecretsecret" };
}

/** API keys and members. */
export function accessHandlers(api: MockApi): Handler[] {
  return [
    ["GET /v1/api-keys", (call) => page(api.keys, call)],
    [
      "POST /v1/api-keys",
      ({ body }) => addKey(api, String(body["name"]), String(body["role"]), (body["scope"] ?? null) as string[] | null),
    ],
    [
      "POST /v1/api-keys/*/rotate",
      ({ params }) => addKey(api, api.keys.find((key) => key.id === params[0])?.name ?? "key", "caller", null),
    ],
    [
      "DELETE /v1/api-keys/*",
      ({ params }) => {
        const key = api.keys.find((one) => one.id === params[0]);
        if (!key) throw new Refusal(404, "identity.api-key-not-found", "API key not found", "No such key.");
        key.revoked_at = now();
        return key;
      },
    ],
    [
      "GET /v1/permissions",
      () => ({
        items: permissions.map((name) => ({
          name,
          on_objects: false,
          roles: name.startsWith("runs.") ? ["owner", "caller"] : ["owner"],
        })),
      }),
    ],
    ["GET /v1/members", (call) => page(api.members, call)],
    [
      "POST /v1/members",
      ({ body }) => {
        if (String(body["password"]).length < 12)
          throw new Refusal(422, "identity.password-too-weak", "Password is too weak", "Use at least 12 characters.", [
            { path: "/password", message: "Use at least 12 characters." },
          ]);
        const member = {
          id: api.id("member"),
          user_id: api.id("user"),
          email: String(body["email"]),
          role: String(body["role"]),
          created_at: now(),
        };
        api.members.push(member);
        return member;
      },
    ],
    [
      "PATCH /v1/members/*",
      ({ params, body }) => {
        const member = api.members.find((one) => one.id === params[0]);
        if (!member) throw new Refusal(404, "identity.member-not-found", "Member not found", "No such member.");
        if (api.members.filter((one) => one.role === "owner").length === 1 && member.role === "owner")
          throw new Refusal(
            409,
            "identity.last-owner",
            "A tenant keeps at least one owner",
            "Make somebody else an owner first.",
          );
        member.role = String(body["role"]);
        return member;
      },
    ],
    ["DELETE /v1/members/*", ({ params }) => void (api.members = api.members.filter((one) => one.id !== params[0]))],
  ];
}
