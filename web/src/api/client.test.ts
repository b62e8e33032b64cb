import { beforeEach, describe, expect, it, vi } from "vitest";
import { call, onUnauthorized, setCsrfToken, urlOf } from "./client";
import { ApiError, problemMessage } from "./errors";

function answer(status: number, body: unknown, headers: Record<string, string> = {}): void {
  vi.stubGlobal(
    "fetch",
    vi.fn(() => Promise.resolve(Response.json(body, { status, headers }))),
  );
}

function sent(): [string, RequestInit] {
  return vi.mocked(fetch).mock.calls[0] as [string, RequestInit];
}

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  return promise.then(
    () => Promise.reject(new Error("it did not fail")),
    (error: unknown) => error as ApiError,
  );
}

describe("the API client", () => {
  beforeEach(() => setCsrfToken("token-1"));

  it("fills path and query and leaves out what is not given", () => {
    expect(urlOf("getAgent", { agent: "a/b" })).toBe("/v1/agents/a%2Fb");
    expect(urlOf("listRuns", {}, { limit: 5, agent: undefined, state: null, cursor: "" })).toBe("/v1/runs?limit=5");
  });

  it("sends the CSRF token on unsafe methods only", async () => {
    answer(200, { items: [], next_cursor: null });
    await call("listAgents", {});
    expect(new Headers(sent()[1].headers).has("x-csrf-token")).toBe(false);
    answer(200, {});
    await call("cancelRun", { path: { run_id: "run_1" } });
    expect(new Headers(sent()[1].headers).get("x-csrf-token")).toBe("token-1");
  });

  it("sends YAML as it is", async () => {
    answer(201, {});
    await call("importAgent", { body: "name: a\n" });
    expect(sent()[1].body).toBe("name: a\n");
    expect(new Headers(sent()[1].headers).get("content-type")).toBe("application/yaml");
  });

  it("turns a problem document into an ApiError with its request id", async () => {
    answer(
      409,
      { code: "agents.version-not-draft", title: "Not a draft", detail: "Copy it.", status: 409 },
      { "x-request-id": "request_1" },
    );
    const error = await failure(call("getAgent", { path: { agent: "a" } }));
    expect(problemMessage(error)).toMatchObject({ title: "Not a draft", detail: "Copy it.", requestId: "request_1" });
  });

  it("says that the server is away when there is no answer", async () => {
    vi.stubGlobal(
      "fetch",
      vi.fn(() => Promise.reject(new TypeError("Failed to fetch"))),
    );
    const error = await failure(call("getSystem", {}));
    expect(error.problem.code).toBe("web.unreachable");
    expect(problemMessage(error).retryable).toBe(true);
  });

  it("copes with an error page that is no problem document", async () => {
    vi.stubGlobal(
      "fetch",
      vi.fn(() => Promise.resolve(new Response("<h1>Bad gateway</h1>", { status: 502 }))),
    );
    expect((await failure(call("getSystem", {}))).problem).toMatchObject({ status: 502, code: "core.internal" });
  });

  it("tells when the session has ended, but not when a sign-in is refused", async () => {
    const ended = vi.fn();
    onUnauthorized(ended);
    answer(401, { code: "identity.sign-in-refused" });
    await failure(call("signIn", { body: { email: "a@b", password: "x" } }));
    expect(ended).not.toHaveBeenCalled();
    answer(401, { code: "identity.unauthenticated" });
    await failure(call("listAgents", {}));
    expect(ended).toHaveBeenCalledOnce();
  });
});
