import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/api/json";
import { answerText, applyEvent, emptyRunView, type RunEvent, type RunView } from "./runView";

const problem = {
  type: "/problems/llm.rate-limited",
  title: "Rate limited",
  status: 429,
  detail: "Slow down.",
  code: "llm.rate-limited",
};

function events(...list: [type: string, data?: JsonObject][]): RunEvent[] {
  return list.map(([type, data = {}], index) => ({ id: index + 1, type, data, at: "2026-01-01T00:00:00Z" }));
}

function after(list: readonly RunEvent[], start: RunView = emptyRunView): RunView {
  return list.reduce(applyEvent, start);
}

const step = { step_id: "step_1", number: 1, kind: "model_call", name: "demo", input: {} };
const story = events(
  ["run.queued"],
  ["run.started"],
  ["step.started", step],
  ["message.delta", { step_id: "step_1", text: "Wrong" }],
  ["step.retrying", { step_id: "step_1", error: problem, retry_in_s: 2, model: "a/one", next_model: "b/two" }],
  ["message.reset", { step_id: "step_1", reason: "The model is asked again." }],
  ["message.delta", { step_id: "step_1", text: "Right" }],
  ["message.delta", { step_id: "step_1", text: " answer" }],
  [
    "step.completed",
    {
      step_id: "step_1",
      output: { text: "Right answer" },
      usage: { input_tokens: 3, output_tokens: 2 },
      cost_micros: 7,
    },
  ],
  ["run.completed", { output: "Right answer", structured_output: null }],
);

describe("the view of a run", () => {
  it("shows text as it comes and discards what is generated again", () => {
    expect(answerText(after(story.slice(0, 4)))).toBe("Wrong");
    expect(answerText(after(story.slice(0, 6)))).toBe("");
    expect(answerText(after(story.slice(0, 8)))).toBe("Right answer");
    const done = after(story);
    expect(done).toMatchObject({ state: "completed", output: "Right answer" });
    expect(done.steps[0]).toMatchObject({ state: "completed", costMicros: 7, attempt: 2 });
    expect(done.steps[0]?.notes.map((note) => note.kind)).toEqual(["fallback", "reset"]);
    expect(done.steps[0]?.notes[0]?.text).toBe("Slow down. Trying b/two in 2 s.");
  });

  it("is the same when events are read twice, from wherever reading starts again", () => {
    const once = after(story);
    for (let cut = 0; cut <= story.length; cut++) {
      for (let from = 0; from <= cut; from++) {
        expect(after(story.slice(from), after(story.slice(0, cut)))).toEqual(once);
      }
    }
  });

  it("closes open steps with the run", () => {
    const failed = after(events(["run.started"], ["step.started", step], ["run.failed", { error: problem }]));
    expect(failed).toMatchObject({ state: "failed", error: { code: "llm.rate-limited" } });
    expect(failed.steps[0]?.state).toBe("failed");
    const cancelled = after(events(["run.started"], ["step.started", step], ["run.cancelled"]));
    expect(cancelled.steps[0]?.state).toBe("cancelled");
  });

  it("keeps a step's place when it starts again after a crash", () => {
    const view = after(
      events(
        ["run.started"],
        ["step.started", step],
        ["message.delta", { step_id: "step_1", text: "lost" }],
        ["run.resumed"],
        ["step.started", step],
      ),
    );
    expect(view.steps).toHaveLength(1);
    expect(view.steps[0]).toMatchObject({ text: "", attempt: 2, state: "running" });
  });
});
