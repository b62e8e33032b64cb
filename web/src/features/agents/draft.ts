import { useCallback } from "react";
import type { JsonObject } from "@/api/json";
import { createStoredStore, useStore } from "@/ui/store";

interface Draft {
  /** The version the draft started from. */
  base: number;
  definition: JsonObject;
  /** The text as typed, while it is not a definition. */
  text: string | null;
}

/** Changes that are not saved yet, by agent; they survive a reload and a session that ended. */
const drafts = createStoredStore<Record<string, Draft>>("charter.agent-drafts", {}, () => sessionStorage);

export interface DraftState {
  definition: JsonObject;
  text: string | null;
  base: number;
  changed: boolean;
  change: (definition: JsonObject) => void;
  /** Keeps text that is no definition yet. */
  keepText: (text: string | null) => void;
  discard: () => void;
}

/** The definition somebody is editing: the draft if there is one, else the version as stored. */
export function useDraft(agent: string, stored: JsonObject, number: number): DraftState {
  const draft = useStore(drafts)[agent];
  const base = draft?.base ?? number;
  const write = useCallback(
    (patch: Partial<Draft>) =>
      drafts.set((all) => ({
        ...all,
        [agent]: { base: number, definition: stored, text: null, ...all[agent], ...patch },
      })),
    [agent, number, stored],
  );
  const discard = useCallback(
    () => drafts.set((all) => Object.fromEntries(Object.entries(all).filter(([key]) => key !== agent))),
    [agent],
  );
  const changed =
    draft !== undefined && (draft.text !== null || JSON.stringify(draft.definition) !== JSON.stringify(stored));
  return {
    definition: draft?.definition ?? stored,
    text: draft?.text ?? null,
    base,
    changed,
    change: useCallback((definition) => write({ definition, text: null }), [write]),
    keepText: useCallback((text) => write({ text }), [write]),
    discard,
  };
}
