import { createStore } from "./store";

export interface OutputLine {
  id: number;
  at: string;
  channel: string;
  text: string;
  tone: "plain" | "good" | "warn" | "bad";
}

const KEPT = 1_000;
let nextId = 1;

/** The lines of the Output panel, oldest first. */
export const output = createStore<readonly OutputLine[]>([]);

let waiting: OutputLine[] = [];

/** Adds a line; lines that come quickly are shown together. */
export function writeOutput(
  channel: string,
  text: string,
  tone: OutputLine["tone"] = "plain",
  at = new Date().toISOString(),
): void {
  waiting.push({ id: nextId++, at, channel, text, tone });
  if (waiting.length > 1) return;
  setTimeout(() => {
    const lines = waiting;
    waiting = [];
    output.set((before) => [...before, ...lines].slice(-KEPT));
  }, 100);
}
