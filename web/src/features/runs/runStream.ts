import { useEffect, useRef, useState } from "react";
import { send, urlOf } from "@/api/client";
import { ApiError, toProblem, type Problem } from "@/api/errors";
import { readEvents } from "@/api/sse";
import type { Json } from "@/api/json";
import { applyEvent, emptyRunView, isFinal, type RunEvent, type RunView } from "./runView";

export type Connection = "connecting" | "live" | "reconnecting" | "closed";

interface Follow {
  runId: string;
  /** The last event that was seen; reading goes on after it. */
  after: number;
  signal: AbortSignal;
  onEvent: (event: RunEvent) => void;
  onConnection: (connection: Connection, retryInS: number) => void;
}

const FINAL = new Set(["run.completed", "run.failed", "run.cancelled"]);
/** Servers send a comment every 15 s; after three of them missing the line counts as dead. */
const SILENCE_MS = 45_000;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const stop = () => {
      clearTimeout(timer);
      resolve();
    };
    signal.addEventListener("abort", stop, { once: true });
  });
}

async function readOnce(follow: Follow, after: number, seen: (id: number) => void): Promise<"final" | "cut"> {
  const silence = new AbortController();
  const abort = () => silence.abort();
  follow.signal.addEventListener("abort", abort, { once: true });
  let timer = setTimeout(abort, SILENCE_MS);
  try {
    const headers: Record<string, string> = { accept: "text/event-stream" };
    if (after > 0) headers["last-event-id"] = String(after);
    const response = await send(urlOf("listRunEvents", { run_id: follow.runId }), { headers, signal: silence.signal });
    if (!response.body) return "cut";
    follow.onConnection("live", 0);
    for await (const event of readEvents(response.body)) {
      clearTimeout(timer);
      timer = setTimeout(abort, SILENCE_MS);
      if (event.event === "comment") continue;
      const id = Number(event.id ?? 0);
      const data = JSON.parse(event.data) as Record<string, Json>;
      const at = typeof data["at"] === "string" ? data["at"] : new Date().toISOString();
      seen(id);
      follow.onEvent({ id, type: event.event, data, at });
      if (FINAL.has(event.event)) return "final";
    }
    return "cut";
  } finally {
    clearTimeout(timer);
    follow.signal.removeEventListener("abort", abort);
  }
}

/**
 * Follows a run until it ends, however often the line or the server goes away meanwhile: it resumes after the last
 * event it saw, with growing pauses between attempts.
 *
 * @throws ApiError when the server refuses (the run is not there, the session ended); a lost connection is no refusal.
 */
export async function followRun(follow: Follow): Promise<void> {
  let last = follow.after;
  let failures = 0;
  follow.onConnection("connecting", 0);
  while (!follow.signal.aborted) {
    const before = last;
    try {
      if ((await readOnce(follow, last, (id) => (last = Math.max(last, id)))) === "final") break;
    } catch (error) {
      if (error instanceof ApiError && error.problem.status >= 400 && error.problem.status < 500) throw error;
    }
    failures = last > before ? 1 : failures + 1;
    const waitMs = Math.min(8_000, 250 * 2 ** failures) * (0.75 + Math.random() / 2);
    follow.onConnection("reconnecting", waitMs / 1000);
    await pause(waitMs, follow.signal);
  }
  follow.onConnection("closed", 0);
}

export interface RunStream {
  view: RunView;
  connection: Connection;
  problem: Problem | null;
}

interface Options {
  /** Called with every event, in order and unbatched; for logs. */
  onEvent?: ((runId: string, event: RunEvent) => void) | undefined;
  /** Called once when the run has ended. */
  onEnd?: ((view: RunView) => void) | undefined;
}

const idle: RunStream = { view: emptyRunView, connection: "closed", problem: null };

/**
 * The one hook through which pages read a running run. Events are gathered and shown once per frame, however many
 * arrive; pass `null` to follow nothing.
 */
export function useRunStream(runId: string | null, options: Options = {}): RunStream {
  const [stream, setStream] = useState<RunStream & { runId: string | null }>({ ...idle, runId });
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  useEffect(() => {
    if (runId === null) return;
    const aborter = new AbortController();
    let current: RunStream = { view: emptyRunView, connection: "connecting", problem: null };
    let frame = 0;
    const show = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        setStream({ ...current, runId });
      });
    };
    const finish = (): void => {
      if (isFinal(current.view.state)) latest.current.onEnd?.(current.view);
    };
    followRun({
      runId,
      after: 0,
      signal: aborter.signal,
      onEvent: (event) => {
        current = { ...current, view: applyEvent(current.view, event) };
        latest.current.onEvent?.(runId, event);
        show();
      },
      onConnection: (connection) => {
        current = { ...current, connection };
        show();
      },
    }).then(finish, (error: unknown) => {
      if (aborter.signal.aborted) return;
      current = { ...current, connection: "closed", problem: toProblem(error) };
      show();
    });
    return () => {
      aborter.abort();
      cancelAnimationFrame(frame);
    };
  }, [runId]);

  if (runId === null) return idle;
  return stream.runId === runId ? stream : { ...idle, connection: "connecting" };
}
