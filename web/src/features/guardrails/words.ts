import type {
  GuardrailAction,
  GuardrailCase,
  GuardrailModelVersion,
  GuardrailStage,
  Violation,
  ViolationState,
} from "@/api/types";
import type { Tone } from "@/ui/Badge";

export const STAGES: Record<GuardrailStage, string> = {
  input: "what the caller wrote",
  recalled: "what was recalled",
  tool_description: "what a tool says of itself",
  tool_argument: "arguments of a tool call",
  tool_result: "what a tool returned",
  output: "the answer",
  stream: "the answer while it comes",
};

export const DETECTORS = {
  injection: "prompt injection",
  indirect: "injection out of documents and tools",
  harm: "harmful requests",
  toxicity: "toxicity",
  pii: "personal data",
  names: "names of persons",
  addresses: "postal addresses",
  secrets: "secrets",
  links: "links that carry data out",
  words: "denied words",
  topic: "a denied topic",
  off_topic: "none of the allowed topics",
  groundedness: "groundedness in what tools returned",
  judge: "what a judge says",
  language: "language",
  length: "length",
  nesting: "nesting",
};

/** The detectors of Charter's own; a rule can also name a model of the operator's, as model:NAME. */
export type Detector = keyof typeof DETECTORS;

const MODEL_PREFIX = "model:";

/** The name of a detector for people; one that this page does not know yet by its own. */
export function detectorName(detector: string): string {
  if (detector.startsWith(MODEL_PREFIX)) return `the model ${detector.slice(MODEL_PREFIX.length)}`;
  return new Map<string, string>(Object.entries(DETECTORS)).get(detector) ?? detector;
}

/** How a rule names a model that the operator of the installation brought. */
export function detectorOfModel(model: string): string {
  return MODEL_PREFIX + model;
}

/** Where a text can wait for a judge or a model of the operator's, which are asked in another process. */
const CAN_WAIT: readonly GuardrailStage[] = ["input", "recalled", "tool_argument", "tool_result", "output"];

/** Whether a detector can read a text at this stage in time. */
export function canRead(detector: string, stage: GuardrailStage): boolean {
  return CAN_WAIT.includes(stage) || !(detector === "judge" || detector.startsWith(MODEL_PREFIX));
}

export const ACTIONS: Record<GuardrailAction, { tone: Tone; label: string; means: string }> = {
  allow: { tone: "good", label: "allow", means: "let it pass" },
  flag: { tone: "plain", label: "flag", means: "let it pass and record it" },
  redact: { tone: "accent", label: "redact", means: "take out what was found" },
  ask: { tone: "warn", label: "ask", means: "a person decides, and the run waits" },
  block: { tone: "bad", label: "block", means: "it has no effect" },
  end: { tone: "bad", label: "end", means: "the run ends" },
};

/** Whether a run can wait for a person before a text has had any effect: what streams would have been read by then. */
export function canAsk(stage: GuardrailStage): boolean {
  return stage !== "stream";
}

export type Expected = GuardrailCase["expected"];

export const EXPECTED: Record<Expected, string> = { hits: "it is hit", passes: "it passes" };

export const STATES: Record<ViolationState, { tone: Tone; label: string }> = {
  open: { tone: "warn", label: "open" },
  confirmed: { tone: "bad", label: "confirmed" },
  false_positive: { tone: "good", label: "false positive" },
  appealed: { tone: "accent", label: "appealed" },
};

export const MODEL_STATES: Record<GuardrailModelVersion["state"], { tone: Tone; label: string }> = {
  active: { tone: "good", label: "active" },
  trial: { tone: "warn", label: "on trial" },
  shadow: { tone: "accent", label: "in the shadow" },
  installed: { tone: "plain", label: "installed" },
};

/** Measures of a card by the names that cards use. */
export const METRICS = new Map([
  ["auc", "AUC"],
  ["tpr_at_1pct_fpr", "Recall at 1 % false alarms"],
  ["recall", "Recall as shipped"],
  ["blocked_harmless", "Harmless blocked"],
]);

export const ORIGINS: Record<Violation["origin"], string> = {
  run: "a run",
  workflow: "a workflow",
  gateway: "an MCP client",
  trial: "a trial",
};

export function choicesOf(names: Record<string, string>, all?: string) {
  const choices = Object.entries(names).map(([value, label]) => ({ value, label }));
  return all === undefined ? choices : [{ value: "", label: all }, ...choices];
}

export function formatScore(score: number): string {
  return score.toFixed(3);
}
