import type { Problem } from "@/api/errors";
import { textOfJson, type Json } from "@/api/json";
import {
  problemIn,
  type Run,
  type RunState,
  type Step,
  type StepKind,
  type StepState,
  type StepUsage,
} from "@/api/types";

/** Something that went differently than planned inside a step and that the reader should be able to see. */
export interface StepNote {
  kind: "retry" | "fallback" | "reset";
  text: string;
}

export interface StepView {
  id: string;
  number: number;
  kind: StepKind;
  name: string;
  state: StepState;
  attempt: number;
  input: Json;
  output: Json;
  /** Text streamed so far; the answer's text once the step is complete. */
  text: string;
  error: Problem | null;
  usage: StepUsage | null;
  costMicros: number;
  startedAt: string | null;
  endedAt: string | null;
  notes: StepNote[];
}

/** A run as the page shows it: the last known document brought forward by the events after it. */
export interface RunView {
  state: RunState;
  steps: StepView[];
  output: string | null;
  structuredOutput: Json;
  error: Problem | null;
  lastEventId: number;
}

export interface RunEvent {
  id: number;
  type: string;
  data: Record<string, Json>;
  at: string;
}

export const emptyRunView: RunView = {
  state: "queued",
  steps: [],
  output: null,
  structuredOutput: null,
  error: null,
  lastEventId: 0,
};

export function isFinal(state: RunState): boolean {
  return state === "completed" || state === "failed" || state === "cancelled";
}

function textOf(output: Json): string | null {
  if (typeof output === "string") return output;
  if (output && typeof output === "object" && !Array.isArray(output) && typeof output["text"] === "string") {
    return output["text"];
  }
  return null;
}

/** A stored step in the form that streamed ones have. */
export function stepView(step: Step): StepView {
  return {
    id: step.id,
    number: step.number,
    kind: step.kind,
    name: step.name,
    state: step.state,
    attempt: step.attempt,
    input: step.input,
    output: step.output,
    text: step.kind === "model_call" ? (textOf(step.output) ?? "") : "",
    error: problemIn(step.error ?? undefined),
    usage: step.usage,
    costMicros: step.cost_micros,
    startedAt: step.started_at,
    endedAt: step.ended_at,
    notes: [],
  };
}

/** The view of a finished run from its documents, without any stream. */
export function runViewOf(run: Run, steps: readonly Step[]): RunView {
  return {
    state: run.state,
    steps: steps.map(stepView),
    output: run.output,
    structuredOutput: run.structured_output,
    error: problemIn(run.error ?? undefined),
    lastEventId: 0,
  };
}

const RUN_STATES: Record<string, RunState> = {
  "run.queued": "queued",
  "run.started": "running",
  "run.resumed": "running",
  "run.paused": "paused",
  "run.completed": "completed",
  "run.failed": "failed",
  "run.cancelled": "cancelled",
};

function change(view: RunView, stepId: Json | undefined, update: (step: StepView) => StepView): RunView {
  return { ...view, steps: view.steps.map((step) => (step.id === stepId ? update(step) : step)) };
}

function applyStep(view: RunView, { type, data, at }: RunEvent): RunView {
  const id = data["step_id"];
  switch (type) {
    case "step.started": {
      const started: StepView = {
        id: textOfJson(id),
        number: Number(data["number"] ?? view.steps.length + 1),
        kind: (data["kind"] as StepKind | undefined) ?? "model_call",
        name: textOfJson(data["name"]),
        state: "running",
        attempt: Number(data["attempt"] ?? 1),
        input: data["input"] ?? null,
        output: null,
        text: "",
        error: null,
        usage: null,
        costMicros: 0,
        startedAt: at,
        endedAt: null,
        notes: [],
      };
      const known = view.steps.find((step) => step.id === started.id);
      // A step that starts again after a crash keeps its place and what was noted about it.
      if (known) return change(view, id, (step) => ({ ...started, notes: step.notes, attempt: step.attempt + 1 }));
      return { ...view, steps: [...view.steps, started] };
    }
    case "message.delta":
      return change(view, id, (step) => ({ ...step, text: step.text + textOfJson(data["text"]) }));
    case "message.reset":
      return change(view, id, (step) => ({
        ...step,
        text: "",
        notes: [...step.notes, { kind: "reset", text: textOfJson(data["reason"] ?? "The answer is generated again.") }],
      }));
    case "step.retrying": {
      const problem = problemIn(data["error"]);
      const target = data["next_model"];
      const wait = Number(data["retry_in_s"] ?? 0);
      const cause = problem?.detail ?? problem?.title ?? "The model did not answer.";
      const other = target !== undefined && target !== null && target !== data["model"];
      const next = other ? `Trying ${textOfJson(target)}` : "Trying again";
      const when = wait >= 1 ? ` in ${Math.round(wait)} s` : "";
      return change(view, id, (step) => ({
        ...step,
        attempt: step.attempt + 1,
        notes: [...step.notes, { kind: other ? "fallback" : "retry", text: `${cause} ${next}${when}.` }],
      }));
    }
    case "step.completed":
      return change(view, id, (step) => ({
        ...step,
        state: "completed",
        output: data["output"] ?? null,
        text: step.kind === "model_call" ? (textOf(data["output"] ?? null) ?? step.text) : "",
        usage: (data["usage"] as StepUsage | null | undefined) ?? null,
        costMicros: Number(data["cost_micros"] ?? 0),
        endedAt: at,
      }));
    case "step.failed":
      return change(view, id, (step) => ({
        ...step,
        state: "failed",
        error: problemIn(data["error"]),
        endedAt: at,
      }));
    default:
      return view;
  }
}

/** Brings the view forward by one event. An event that was already seen changes nothing, so a re-read is harmless. */
export function applyEvent(view: RunView, event: RunEvent): RunView {
  if (event.id <= view.lastEventId) return view;
  const state = RUN_STATES[event.type];
  if (!state) return { ...applyStep(view, event), lastEventId: event.id };
  const next: RunView = { ...view, state, lastEventId: event.id };
  if (state === "completed") {
    next.output = (event.data["output"] as string | null | undefined) ?? null;
    next.structuredOutput = event.data["structured_output"] ?? null;
  }
  if (state === "failed") next.error = (event.data["error"] as Problem | undefined) ?? null;
  if (isFinal(state)) {
    const left = state === "failed" ? "failed" : "cancelled";
    next.steps = view.steps.map((step) =>
      step.state === "running" ? { ...step, state: left, endedAt: event.at } : step,
    );
  }
  return next;
}

/** The text the reader waits for: what the newest model call says, before the run's output is known. */
export function answerText(view: RunView): string {
  if (view.output !== null) return view.output;
  for (const step of [...view.steps].reverse()) if (step.kind === "model_call" && step.text) return step.text;
  return "";
}

/** Stored steps are complete, streamed ones know what went differently; together they say everything. */
export function joinSteps(stored: readonly StepView[], streamed: readonly StepView[]): readonly StepView[] {
  if (stored.length === 0) return streamed;
  const notes = new Map(streamed.map((step) => [step.id, step.notes]));
  return stored.map((step) => ({ ...step, notes: notes.get(step.id) ?? [] }));
}
