import { useCallback } from "react";
import type { GuardrailDocument } from "@/api/types";
import { createStoredStore, useStore } from "@/ui/store";

/** Documents that are not saved yet, by policy; they survive a change of tab and a reload. */
const drafts = createStoredStore<Record<string, GuardrailDocument>>(
  "charter.guardrail-drafts",
  {},
  () => sessionStorage,
);

/** The document somebody is editing: the draft if there is one, else the version as stored. */
export function useDocumentDraft(policy: string, stored: GuardrailDocument) {
  const draft = useStore(drafts)[policy];
  const document = draft ?? stored;
  return {
    document,
    changed: JSON.stringify(document) !== JSON.stringify(stored),
    change: useCallback(
      (patch: Partial<GuardrailDocument>) =>
        drafts.set((all) => ({ ...all, [policy]: { ...(all[policy] ?? stored), ...patch } })),
      [policy, stored],
    ),
    discard: useCallback(
      () => drafts.set((all) => Object.fromEntries(Object.entries(all).filter(([key]) => key !== policy))),
      [policy],
    ),
  };
}
