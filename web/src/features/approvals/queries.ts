import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "@/api/client";
import type { JsonObject } from "@/api/json";
import { invalidate, read } from "@/api/queryKeys";
import { notify } from "@/ui/toasts";

const LOOK_AGAIN_MS = 5_000;

export const pendingQuery = {
  ...read("listApprovals", { query: { state: "pending", limit: 200 } }),
  refetchInterval: LOOK_AGAIN_MS,
};

export const settledQuery = read("listApprovals", { query: { limit: 50 } });

/** What goes along with a yes. */
export interface Given {
  /** Arguments to call with instead of those that were asked about. */
  arguments?: JsonObject;
  /** What goes on instead of the text that waits. */
  text?: string;
  /** What was filled into the form that the tool asks with. */
  answer?: JsonObject;
}

export interface Answer {
  id: string;
  decision: "approve" | "reject";
  reason: string;
  given: Given;
  /** What is said once it is done: the card that asked may be gone by then. */
  notice: string;
}

export function useAnswer() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, decision, reason, given }: Answer) =>
      call("decideApproval", { path: { approval_id: id }, body: { decision, reason, ...given } }),
    onSuccess: (_, { notice }) => notify(notice),
    onSettled: () => invalidate(client, "listApprovals", "listRuns", "getRun"),
  });
}

/** The text that a question is about. Looking at it is written into the audit log, so it is read when somebody asks. */
export const textQuery = (id: string) => ({
  ...read("readApprovalText", { path: { approval_id: id } }),
  staleTime: Infinity,
  retry: false,
});
