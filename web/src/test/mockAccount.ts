import type * as t from "@/api/types";
import type { MockApi } from "./mockApi";
import { now, Refusal, type Body, type Handler } from "./mockCore";
import { SETUP_TOKEN } from "./mockData";

export const APP_CODE = "123456";
const RECOVERY_CODES = ["aaaa-1111", "bbbb-2222"];
const OPTIONS = { challenge: "AAAA", rp: { id: "localhost" } };

/** The second factors and the sessions of the one person who is signed in. */
export class MockAccount {
  app: "off" | "begun" | "on" = "off";
  recoveryCodes: string[] = [];
  passkeys: t.Passkey[] = [];
  /** Whether the tenant requires a second factor. */
  required = false;
  sessions: t.UserSession[] = ["Firefox on Linux", "Safari on iPhone"].map((agent, index) => ({
    id: `session_0${index + 1}`,
    created_at: now(),
    expires_at: now(),
    user_agent: agent,
    current: index === 0,
  }));

  get due(): boolean {
    return this.required && this.app !== "on" && this.passkeys.length === 0;
  }

  /** Recovery codes come with the first factor only. */
  takeRecoveryCodes(): string[] {
    if (this.recoveryCodes.length > 0) return [];
    this.recoveryCodes = [...RECOVERY_CODES];
    return this.recoveryCodes;
  }
}

function requirePassword(api: MockApi, body: Body): void {
  if (body["password"] !== api.owner.password)
    throw new Refusal(403, "identity.password-wrong", "Password is wrong", "Enter the password of your account.");
}

function requireCode(body: Body): void {
  if (body["code"] !== APP_CODE)
    throw new Refusal(403, "identity.second-factor-wrong", "Code is wrong", "Enter the code that the app shows now.");
}

function passkey(api: MockApi, id: string | undefined): t.Passkey {
  const found = api.account.passkeys.find((one) => one.id === id);
  if (!found) throw new Refusal(404, "identity.passkey-not-found", "Passkey not found", "No such passkey.");
  return found;
}

function enter(api: MockApi): t.Session {
  api.signedIn = true;
  return api.session();
}

/** Set-up, the session, and one's own account. */
export function accountHandlers(api: MockApi): Handler[] {
  return [
    ["GET /v1/setup", () => ({ required: api.setup })],
    [
      "POST /v1/setup",
      ({ body }) => {
        if (body["token"] !== SETUP_TOKEN)
          throw new Refusal(
            403,
            "identity.setup-token-wrong",
            "Setup token is wrong",
            "Use the token that the server printed.",
            [{ path: "/token", message: "This is not the token that the server printed." }],
          );
        api.owner = { email: String(body["email"]), password: String(body["password"]) };
        api.tenant = { ...api.tenant, name: String(body["tenant_name"]) };
        api.members.push({
          id: "member_01",
          user_id: "user_01",
          email: api.owner.email,
          role: "owner",
          created_at: now(),
        });
        api.setup = false;
        api.signedIn = true;
        return api.session();
      },
    ],
    ["GET /v1/session", () => api.session()],
    [
      "POST /v1/session",
      ({ body }) => {
        if (body["email"] !== api.owner.email || body["password"] !== api.owner.password)
          throw new Refusal(401, "identity.sign-in-refused", "Sign-in refused", "Email address or password is wrong.");
        if (api.account.app === "on" || api.account.passkeys.length > 0)
          throw new Refusal(
            401,
            "identity.second-factor-needed",
            "A code is needed as well",
            "Give a code of your app.",
            [],
            {
              challenge: "challenge",
            },
          );
        api.signedIn = true;
        return api.session();
      },
    ],
    ["POST /v1/sign-on/sign-out", () => ((api.signedIn = false), { redirect_to: null })],
    ["GET /v1/sign-on", () => ({ items: api.signOnOffers })],
    ["DELETE /v1/session", () => void (api.signedIn = false)],
    [
      "POST /v1/session/second-factor",
      ({ body }) => {
        requireCode(body);
        return enter(api);
      },
    ],
    ["POST /v1/session/second-factor/passkey/options", () => ({ options: OPTIONS })],
    ["POST /v1/session/second-factor/passkey", () => enter(api)],
    ["POST /v1/session/passkey/options", () => ({ token: "token", options: OPTIONS })],
    ["POST /v1/session/passkey", () => enter(api)],

    [
      "GET /v1/second-factor",
      () => ({
        enabled: api.account.app === "on",
        passkeys: api.account.passkeys.length,
        recovery_codes_left: api.account.recoveryCodes.length,
      }),
    ],
    [
      "POST /v1/second-factor",
      ({ body }) => {
        requirePassword(api, body);
        api.account.app = "begun";
        return { secret: "JBSWY3DP", uri: "otpauth://totp/Charter", qr_svg: "data:image/svg+xml,%3Csvg%2F%3E" };
      },
    ],
    [
      "POST /v1/second-factor/confirm",
      ({ body }) => {
        requireCode(body);
        api.account.app = "on";
        return { codes: api.account.takeRecoveryCodes() };
      },
    ],
    [
      "POST /v1/second-factor/disable",
      ({ body }) => {
        requirePassword(api, body);
        api.account.app = "off";
      },
    ],
    ["GET /v1/passkeys", () => ({ items: api.account.passkeys })],
    [
      "POST /v1/passkeys/options",
      ({ body }) => {
        requirePassword(api, body);
        return { token: "token", options: OPTIONS };
      },
    ],
    [
      "POST /v1/passkeys",
      ({ body }) => {
        const made: t.Passkey = {
          id: api.id("passkey"),
          name: String(body["name"]),
          transports: ["internal"],
          backed_up: true,
          created_at: now(),
          last_used_at: null,
        };
        api.account.passkeys.push(made);
        return { passkey: made, recovery_codes: api.account.takeRecoveryCodes() };
      },
    ],
    ["PATCH /v1/passkeys/*", ({ params, body }) => Object.assign(passkey(api, params[0]), body)],
    [
      "POST /v1/passkeys/*/delete",
      ({ params, body }) => {
        requirePassword(api, body);
        const gone = passkey(api, params[0]);
        api.account.passkeys = api.account.passkeys.filter((one) => one !== gone);
      },
    ],
    ["GET /v1/sessions", () => ({ items: api.account.sessions })],
    [
      "DELETE /v1/sessions/*",
      ({ params }) => void (api.account.sessions = api.account.sessions.filter((one) => one.id !== params[0])),
    ],
    [
      "PUT /v1/password",
      ({ body }) => {
        requirePassword(api, { password: body["old_password"] ?? "" });
        if (String(body["password"]).length < 12)
          throw new Refusal(422, "identity.password-too-weak", "Password is too weak", "Use at least 12 characters.", [
            { path: "/password", message: "Use at least 12 characters." },
          ]);
        api.owner = { ...api.owner, password: String(body["password"]) };
        api.account.sessions = api.account.sessions.filter((one) => one.current);
      },
    ],
  ];
}
