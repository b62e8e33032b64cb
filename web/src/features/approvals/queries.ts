import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "@/api/client";
import type { JsonObject } from "@/api/json";
import { invalidate, read } from "@/api/queryKeys";

const LOOK_AGAIN_MS = 5_000;

export const pendingQuery = {
  ...read("listApprovals", { query: { state: "pending", limit: 200 } }),
  refetchInterval: LOOK_AGAIN_MS,
};

export const settledQuery = read("listApprovals", { query: { limit: 50 } });

export interface Answer {
  id: string;
  decision: "approve" | "reject";
  reason: string;
  /** Arguments to call with instead; null for those that were asked about. */
  edited: JsonObject | null;
  /** What goes on instead of the text that waits; null for the text itself. */
  text?: string | null;
  /** What was filled into the form that the tool asks with. */
  answer?: JsonObject | null;
}

export function useAnswer() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, decision, reason, edited, text, answer }: Answer) =>
      call("decideApproval", {
        path: { approval_id: id },
        body: {
          decision,
          reason,
          ...(edited ? { arguments: edited } : {}),
          ...(text === null || text === undefined ? {} : { text }),
          ...(answer ? { answer } : {}),
        },
      }),
    onSettled: () => invalidate(client, "listApprovals", "listRuns", "getRun"),
  });
}

/** The text that a question is about. Looking at it is written into the audit log, so it is read when somebody asks. */
export const textQuery = (id: string) => ({
  ...read("readApprovalText", { path: { approval_id: id } }),
  staleTime: Infinity,
  retry: false,
});
