/** One wrong field: `path` is a JSON Pointer into the body, or `query.NAME` / `header.NAME`. */
export interface FieldProblem {
  path: string;
  message: string;
  suggestion?: string | null;
}

/** RFC 9457 problem details as Charter renders them. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  instance?: string;
  request_id?: string;
  retry_after_s?: number;
  errors?: FieldProblem[];
  /** Of a sign-in that needs a code as well. */
  challenge?: string;
}

/** A refusal of the API, or a failure to reach it (`code` is then `web.unreachable`). */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = "ApiError";
  }
}

/** What a person reads about a problem. */
export interface ProblemMessage {
  title: string;
  detail: string;
  requestId: string | null;
  fields: FieldProblem[];
  retryable: boolean;
}

/** Better words than the server can have, because the page knows what the person can do next. */
const WORDS: Record<string, (problem: Problem) => { title: string; detail?: string }> = {
  "web.unreachable": () => ({
    title: "Charter cannot be reached",
    detail: "The server does not answer. Check that it is running; this page tries again by itself.",
  }),
  "web.unexpected": () => ({
    title: "Something went wrong in this page",
    detail: "Reload the page. If it happens again, report it with the text below.",
  }),
  "core.internal": () => ({
    title: "Something went wrong in Charter",
    detail: "This is a fault on the server. Report it with the request id; nothing was changed.",
  }),
  "core.input-invalid": (problem) => ({
    title: "Some fields need another look",
    ...(problem.errors?.length ? { detail: "The messages stand beside the fields." } : {}),
  }),
  "access.forbidden": () => ({ title: "You may not do this" }),
};

/** Turns any failure into a problem document, so that there is one way to show failures. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { type: "/problems/web.unexpected", title: "Unexpected failure", status: 0, detail, code: "web.unexpected" };
}

/** The one place where a problem becomes words, keyed by `code`. */
export function problemMessage(error: unknown): ProblemMessage {
  const problem = toProblem(error);
  const words = WORDS[problem.code]?.(problem);
  return {
    title: words?.title ?? problem.title,
    detail: words?.detail ?? problem.detail,
    requestId: problem.request_id ?? null,
    fields: problem.errors ?? [],
    retryable: problem.status === 0 || problem.status === 429 || problem.status >= 500,
  };
}

/** The message for one field of a form. A problem deeper inside the field counts as the field's. */
export function fieldProblem(fields: readonly FieldProblem[], pointer: string): FieldProblem | undefined {
  return fields.find((field) => field.path === pointer) ?? fields.find((field) => field.path.startsWith(`${pointer}/`));
}
