import { screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import type { Json } from "@/api/json";
import { MockApi } from "@/test/mockApi";
import { expectAccessible, heading, open } from "@/test/render";

afterEach(() => window.history.replaceState(null, "", "/"));

type Answer = { status: number; body?: Json };

/** An API nobody is signed in to, which answers some requests as the test says; the rest is the mock's. */
function apiWith(answers: Record<string, (body: Record<string, Json>, api: MockApi) => Answer | null>): MockApi {
  const api = new MockApi({ ready: true });
  api.signedIn = false;
  const through = api.fetch;
  api.fetch = (input, init) => {
    const path = new URL(input instanceof Request ? input.url : String(input), "http://charter.test").pathname;
    const text = typeof init?.body === "string" ? init.body : "{}";
    const said = answers[`${init?.method ?? "GET"} ${path}`]?.(JSON.parse(text) as Record<string, Json>, api);
    if (!said) return through(input, init);
    if (said.status >= 400) {
      const problem = { type: "", title: "Refused", status: said.status, detail: "Refused.", ...(said.body as object) };
      const headers = { "content-type": "application/problem+json" };
      return Promise.resolve(new Response(JSON.stringify(problem), { status: said.status, headers }));
    }
    const body = said.body === undefined ? null : JSON.stringify(said.body);
    return Promise.resolve(
      new Response(body, { status: said.status, headers: { "content-type": "application/json" } }),
    );
  };
  return api;
}

const offer = { email: "ada@example.org", role: "builder", tenant: "Acme", tenant_slug: "acme", expires_at: "2026" };

describe("an invitation's link", () => {
  it("joins the organisation and opens the workbench", async () => {
    window.history.replaceState(null, "", "/accept#token=secret");
    const accepted: Json[] = [];
    const api = apiWith({
      "POST /v1/invitations/look": (body) =>
        body["token"] === "secret" ? { status: 200, body: offer } : { status: 410, body: { code: "x" } },
      "POST /v1/invitations/accept": (body) => (accepted.push(body), { status: 204 }),
    });
    const { user, address } = open("/accept", { api });
    await heading("Join Acme");
    expect(window.location.hash).toBe("");
    expect(screen.getByText(/ada@example.org is invited as builder/)).toBeInTheDocument();
    await expectAccessible();
    await user.type(screen.getByLabelText("Password"), api.owner.password);
    await user.click(screen.getByRole("button", { name: "Accept and sign in" }));
    await heading("Welcome to Acme");
    expect(accepted).toEqual([{ token: "secret", password: api.owner.password }]);
    expect(address()).toBe("/");
  });

  it("says so when it opens nothing any more", async () => {
    const gone = { code: "identity.invitation-gone", detail: "Ask for a new one." };
    open("/accept", { api: apiWith({ "POST /v1/invitations/look": () => ({ status: 410, body: gone }) }) });
    expect(await screen.findByRole("alert")).toHaveTextContent("Ask for a new one.");
    expect(screen.queryByLabelText("Password")).not.toBeInTheDocument();
  });
});

describe("a reset link", () => {
  it("sets the password and leads to sign-in", async () => {
    window.history.replaceState(null, "", "/reset-password#token=secret");
    const given: Json[] = [];
    const api = apiWith({ "POST /v1/password-resets/complete": (body) => (given.push(body), { status: 204 }) });
    const { user } = open("/reset-password", { api });
    await user.type(await screen.findByLabelText("New password"), "a different sentence");
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Set password" }));
    await heading("Password set");
    expect(given).toEqual([{ token: "secret", password: "a different sentence" }]);
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await heading("Sign in");
  });
});

describe("a second factor", () => {
  it("is asked for after the password", async () => {
    const needed = { code: "identity.second-factor-needed", challenge: "challenge-1" };
    const answers: Json[] = [];
    const api = apiWith({
      "POST /v1/session": () => ({ status: 401, body: needed }),
      "POST /v1/session/second-factor": (body, api) => {
        answers.push(body);
        if (body["code"] !== "123456") return { status: 403, body: { code: "identity.second-factor-wrong" } };
        api.signedIn = true;
        return { status: 200, body: api.session() as unknown as Json };
      },
    });
    const { user } = open("/agents", { api });
    await user.type(await screen.findByLabelText("Email"), "ada@example.org");
    await user.type(screen.getByLabelText("Password"), "correct horse battery");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await heading("One more step");
    await expectAccessible();
    await user.type(screen.getByLabelText("Code"), "000000");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("alert")).toBeInTheDocument();
    await user.clear(screen.getByLabelText("Code"));
    await user.type(screen.getByLabelText("Code"), "123456");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await heading("Agents");
    expect(answers.at(-1)).toEqual({ challenge: "challenge-1", code: "123456" });
  });
});

it("a forgotten password is asked for without saying whether there is an account", async () => {
  const asked: Json[] = [];
  const api = apiWith({ "POST /v1/password-resets": (body) => (asked.push(body), { status: 202, body: null }) });
  const { user } = open("/agents", { api });
  await user.type(await screen.findByLabelText("Email"), "ada@example.org");
  await user.click(screen.getByRole("button", { name: "Forgot your password?" }));
  expect(await screen.findByText(/If this address has an account/)).toBeInTheDocument();
  expect(asked).toEqual([{ email: "ada@example.org" }]);
});
