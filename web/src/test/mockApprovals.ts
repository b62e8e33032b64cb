import type { JsonObject } from "@/api/json";
import type * as t from "@/api/types";
import type { MockApi } from "./mockApi";
import { now, page, Refusal, type Handler } from "./mockCore";

export function makeApproval(id: string, more: Partial<t.Approval> = {}): t.Approval {
  return {
    id,
    state: "pending",
    purpose: "policy",
    origin: "run",
    origin_id: "run_1",
    tool: "transfer",
    agent: "teller",
    arguments: { to: "bob", amount: 5 },
    edited: null,
    form: null,
    answer: null,
    tainted: [],
    reason: "Money leaves.",
    four_eyes: false,
    asked_by: "principal_1",
    assigned_to: null,
    decided_by: null,
    decision_reason: null,
    created_at: now(),
    expires_at: now(),
    decided_at: null,
    ...more,
  };
}

/** What people are asked. */
export function approvalHandlers(api: MockApi): Handler[] {
  return [
    [
      "GET /v1/approvals",
      (call) => {
        const state = call.query.get("state");
        return page(
          api.approvals.filter((one) => state === null || one.state === state),
          call,
        );
      },
    ],
    ["GET /v1/approvals/*/text", ({ params }) => api.heldTexts.get(params[0] ?? "")],
    [
      "POST /v1/approvals/*/decision",
      ({ params, body }) => {
        const found = api.approvals.find((one) => one.id === params[0]);
        if (found?.state !== "pending")
          throw new Refusal(409, "approvals.settled", "Approval is settled", "The approval is approved already.");
        if (found.four_eyes && found.asked_by === api.session().principal.id)
          throw new Refusal(403, "approvals.four-eyes-needed", "Somebody else must decide", "You asked for this.");
        found.state = body["decision"] === "approve" ? "approved" : "rejected";
        found.edited = (body["arguments"] ?? null) as JsonObject | null;
        if (body["text"] !== undefined) api.heldTexts.set(found.id, { text: String(body["text"]), evidence: {} });
        found.answer = (body["answer"] ?? null) as JsonObject | null;
        found.decision_reason = String(body["reason"]);
        found.decided_at = now();
        return found;
      },
    ],
  ];
}
