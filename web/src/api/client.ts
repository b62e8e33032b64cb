import { ApiError, type Problem } from "./errors";
import { routes } from "./generated/routes";
import type { Arguments, OperationId, Result } from "./operations";

type Values = Record<string, string | number | boolean | null | undefined>;

interface Listeners {
  /** The session ended on the server; whoever listens shows the sign-in page. */
  onUnauthorized: () => void;
}

let csrfToken: string | null = null;
const listeners: Listeners = { onUnauthorized: () => undefined };

/** The token that unsafe requests of a cookie session carry; it comes with the session document. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token;
}

export function onUnauthorized(listener: () => void): void {
  listeners.onUnauthorized = listener;
}

function fillPath(template: string, values: Values): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values[name])));
}

function queryString(values: Values): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text && `?${text}`;
}

/** The path of an operation with its arguments filled in; for downloads and streams. */
export function urlOf(id: OperationId, path: Values = {}, query: Values = {}): string {
  const [, template] = routes[id];
  return fillPath(template, path) + queryString(query);
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: "about:blank",
    title: response.statusText || "Request failed",
    status: response.status,
    detail: `The server answered ${response.status}.`,
    code: response.status >= 500 ? "core.internal" : "web.unexpected",
  };
  const requestId = response.headers.get("x-request-id");
  if (requestId) fallback.request_id = requestId;
  if (!(response.headers.get("content-type") ?? "").includes("json")) return fallback;
  try {
    return { ...fallback, ...((await response.json()) as Partial<Problem>) };
  } catch {
    return fallback;
  }
}

/**
 * Sends one request with the session's cookie and CSRF token.
 *
 * @throws ApiError for every answer outside 2xx, and with code `web.unreachable` when there is no answer.
 */
export async function send(url: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has("accept")) headers.set("accept", "application/json");
  if (csrfToken && init.method && init.method !== "GET") headers.set("x-csrf-token", csrfToken);
  let response: Response;
  try {
    response = await fetch(url, { ...init, headers, credentials: "same-origin" });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError({
      type: "/problems/web.unreachable",
      title: "Charter cannot be reached",
      status: 0,
      detail: "The server does not answer.",
      code: "web.unreachable",
    });
  }
  if (response.ok) return response;
  if (response.status === 401 && !/^\/v1\/(session|setup)(?:[/?]|$)/.test(url)) {
    listeners.onUnauthorized();
  }
  throw new ApiError(await problemOf(response));
}

/** Calls one operation of the API by its id. Creating calls may pass `idempotencyKey` so that a repeat is harmless. */
export async function call<Id extends OperationId>(
  id: Id,
  args: Arguments<Id>,
  options: { signal?: AbortSignal; idempotencyKey?: string } = {},
): Promise<Result<Id>> {
  const [method] = routes[id];
  const { path = {}, query = {}, body } = args as { path?: Values; query?: Values; body?: unknown };
  const init: RequestInit = { method };
  const headers: Record<string, string> = {};
  if (typeof body === "string") {
    headers["content-type"] = "application/yaml";
    init.body = body;
  } else if (body !== undefined) {
    headers["content-type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  if (options.idempotencyKey) headers["idempotency-key"] = options.idempotencyKey;
  if (options.signal) init.signal = options.signal;
  const response = await send(urlOf(id, path, query), { ...init, headers });
  if (response.status === 204) return undefined as unknown as Result<Id>;
  if ((response.headers.get("content-type") ?? "").includes("json")) return (await response.json()) as Result<Id>;
  return (await response.text()) as unknown as Result<Id>;
}
