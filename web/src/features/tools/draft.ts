import { useCallback } from "react";
import type { JsonObject } from "@/api/json";
import type { PythonDefinition, ToolLimits } from "@/api/types";
import { createStoredStore, useStore } from "@/ui/store";

export const LIMITS: ToolLimits = { wall_s: 10, cpu_s: 5, memory_mb: 256, disk_mb: 16, output_kb: 256 };

/** What somebody wrote of a stored definition, without what the server noted beside it and takes from nobody. */
export function writtenIn(stored: JsonObject): PythonDefinition {
  const { code, entry, hosts, credentials, limits, tests } = stored as unknown as PythonDefinition;
  return {
    code,
    entry: entry ?? null,
    hosts: hosts ?? [],
    credentials: credentials ?? [],
    limits: { ...LIMITS, ...limits },
    tests: tests ?? [],
  };
}

/** A tool as it is being written. */
export interface ToolDraft {
  definition: PythonDefinition;
  /** Input of the dry run, as typed. */
  input: string;
  name: string;
  title: string;
  risk: string;
}

/** Code that is not saved yet, by tool (empty for a new one); it survives a change of tab, a reload and a lost session. */
const drafts = createStoredStore<Record<string, ToolDraft>>("charter.tool-drafts", {}, () => sessionStorage);

export interface DraftState {
  draft: ToolDraft;
  changed: boolean;
  change: (patch: Partial<ToolDraft>) => void;
  define: (patch: Partial<PythonDefinition>) => void;
  discard: () => void;
}

/** The tool somebody is writing: the draft if there is one, else what is stored. */
export function useToolDraft(key: string, stored: ToolDraft): DraftState {
  const kept = useStore(drafts)[key];
  const draft = kept ?? stored;
  const change = useCallback(
    (patch: Partial<ToolDraft>) => drafts.set((all) => ({ ...all, [key]: { ...(all[key] ?? stored), ...patch } })),
    [key, stored],
  );
  return {
    draft,
    changed: JSON.stringify(draft.definition) !== JSON.stringify(stored.definition),
    change,
    define: useCallback(
      (patch) =>
        drafts.set((all) => {
          const before = all[key] ?? stored;
          return { ...all, [key]: { ...before, definition: { ...before.definition, ...patch } } };
        }),
      [key, stored],
    ),
    discard: useCallback(
      () => drafts.set((all) => Object.fromEntries(Object.entries(all).filter(([one]) => one !== key))),
      [key],
    ),
  };
}
