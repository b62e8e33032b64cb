import type { FieldProblem, Problem } from "@/api/errors";
import type { Json } from "@/api/json";

/** What the mock refuses, in the form the server does. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    detail: string,
    readonly errors: FieldProblem[] = [],
    readonly more: Partial<Problem> = {},
  ) {
    super(detail);
  }
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export type Body = Record<string, Json>;
export interface Call {
  params: string[];
  query: URLSearchParams;
  body: Body;
  text: string;
  headers: Headers;
}

/** One operation: `METHOD /path/*`, and what answers it. */
export type Handler = [string, (call: Call) => unknown];

export const now = () => new Date().toISOString();

export function page<T>(items: T[], call: Call): Page<T> {
  const limit = Number(call.query.get("limit") ?? 50);
  const start = Number(call.query.get("cursor") ?? 0);
  const next = start + limit < items.length ? String(start + limit) : null;
  return { items: items.slice(start, start + limit), next_cursor: next };
}
