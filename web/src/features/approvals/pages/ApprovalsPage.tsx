import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { parseJsonObject } from "@/api/json";
import type { Approval } from "@/api/types";
import { useDecideRefusal } from "../access";
import { Badge, type Tone } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { TextArea, TextField } from "@/ui/Field";
import { Moment } from "@/ui/Moment";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { notify } from "@/ui/toasts";
import { FormQuestion } from "../components/FormQuestion";
import { isAboutText, TextQuestion, titleOf } from "../components/TextQuestion";
import { pendingQuery, settledQuery, useAnswer } from "../queries";

const tones: Record<Approval["state"], Tone> = {
  pending: "warn",
  approved: "good",
  rejected: "bad",
  expired: "plain",
  withdrawn: "plain",
};

function Question({ approval }: { approval: Approval }) {
  const what = approval.tool ? `Call of ${approval.tool}` : "Text that the run was given";
  const before = JSON.stringify(approval.arguments, null, 2);
  const [text, setText] = useState(before);
  const [reason, setReason] = useState("");
  const answer = useAnswer();
  const refusal = useDecideRefusal(approval);
  const found = parseJsonObject(text);
  const fault = "fault" in found ? found.fault : null;
  const decide = (decision: "approve" | "reject") =>
    answer.mutate(
      {
        id: approval.id,
        decision,
        reason,
        edited: decision === "approve" && "value" in found && text !== before ? found.value : null,
      },
      {
        onSuccess: () => notify(`${what}: ${decision === "approve" ? "approved" : "rejected"}`),
      },
    );
  return (
    <section className="card" aria-label={what}>
      <header className="page-head">
        <div>
          <h2>
            {approval.tool || what} <Badge>{approval.agent ?? "workflow"}</Badge>{" "}
            {approval.purpose === "repeat" ? <Badge tone="warn">may have happened already</Badge> : null}
          </h2>
          <p className="lead">{approval.reason}</p>
          <p className="soft">
            Asked <Moment at={approval.created_at} />, runs out <Moment at={approval.expires_at} />
          </p>
        </div>
      </header>
      {approval.tainted.length > 0 ? (
        <p>
          <Badge tone="warn" icon="warning">
            Out of tools or documents: {approval.tainted.join(", ")}
          </Badge>
        </p>
      ) : null}
      {approval.tool ? (
        <TextArea
          label="Arguments"
          mono
          rows={Math.min(12, text.split("\n").length + 1)}
          value={text}
          onValue={setText}
          fault={fault ? { message: fault } : null}
          hint="What you change here is what the tool is called with."
        />
      ) : (
        <pre>{before}</pre>
      )}
      <TextField
        label="Reason"
        required={false}
        value={reason}
        onValue={setReason}
        hint="Told to the model when you reject."
      />
      {answer.error ? <ProblemNote error={answer.error} /> : null}
      <div className="form-actions">
        <Button icon="close" disabledReason={refusal} busy={answer.isPending} onClick={() => decide("reject")}>
          Reject
        </Button>
        <Button
          look="primary"
          icon="check"
          disabledReason={refusal ?? fault}
          busy={answer.isPending}
          onClick={() => decide("approve")}
        >
          {text === before ? "Approve" : "Approve with changes"}
        </Button>
      </div>
    </section>
  );
}

function Settled() {
  const all = useQuery(settledQuery);
  const items = (all.data?.items ?? []).filter((item) => item.state !== "pending");
  if (items.length === 0) return null;
  return (
    <div className="table-wrap">
      <table className="table" aria-label="Settled">
        <TableHead columns={["State", "What", "Agent", "Reason", "When"]} />
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <td>
                <Badge tone={tones[item.state]}>{item.state}</Badge>
              </td>
              <td>{isAboutText(item) ? titleOf(item) : item.tool}</td>
              <td>{item.agent ?? "workflow"}</td>
              <td className="clip">{item.decision_reason ?? item.reason}</td>
              <td className="soft">
                <Moment at={item.decided_at ?? item.created_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Tool calls and texts that wait for a person, and what people have said. */
export function ApprovalsPage() {
  const pending = useQuery(pendingQuery);
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Approvals</h1>
          <p className="lead">
            Agents wait here for a yes: before they call a tool, or go on with a text that a guardrail holds back. They
            go on where they were.
          </p>
        </div>
      </header>
      {pending.error ? <ProblemNote error={pending.error} onRetry={() => void pending.refetch()} /> : null}
      {pending.data?.items.length === 0 ? (
        <EmptyState icon="verified" title="Nobody waits for you">
          A tool policy with the effect “ask” lets agents ask before they call, a guardrail with the action “ask” before
          a text goes on.
        </EmptyState>
      ) : null}
      {pending.data?.items.map((approval) =>
        approval.form ? (
          <FormQuestion key={approval.id} approval={approval} form={approval.form} />
        ) : isAboutText(approval) ? (
          <TextQuestion key={approval.id} approval={approval} />
        ) : (
          <Question key={approval.id} approval={approval} />
        ),
      )}
      <Settled />
    </div>
  );
}
