import { writeOutput, type OutputLine } from "@/ui/output";
import type { Problem } from "@/api/errors";
import type { RunEvent } from "./runView";

const TONES: Record<string, OutputLine["tone"]> = {
  "run.completed": "good",
  "run.failed": "bad",
  "run.cancelled": "warn",
  "step.failed": "bad",
  "step.retrying": "warn",
  "message.reset": "warn",
};

/** Writes a run's events to the Output panel; single pieces of text are left out, they are read in the chat. */
export function logEvent(runId: string, event: RunEvent): void {
  if (event.type === "message.delta") return;
  const { data } = event;
  const problem = data["error"] as Problem | null | undefined;
  const facts = [data["kind"], data["name"], data["reason"], problem?.detail].filter(
    (fact) => typeof fact === "string",
  );
  writeOutput(
    runId.slice(-6),
    [`#${event.id}`, event.type, ...facts].join("  "),
    TONES[event.type] ?? "plain",
    event.at,
  );
}
