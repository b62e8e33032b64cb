import { useQuery } from "@tanstack/react-query";
import type { Approval } from "@/api/types";
import { Badge, type Tone } from "@/ui/Badge";
import { EmptyState } from "@/ui/EmptyState";
import { Moment } from "@/ui/Moment";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { CallQuestion } from "../components/CallQuestion";
import { FormQuestion } from "../components/FormQuestion";
import { isAboutText, TextQuestion, titleOf } from "../components/TextQuestion";
import { pendingQuery, settledQuery } from "../queries";

const tones: Record<Approval["state"], Tone> = {
  pending: "warn",
  approved: "good",
  rejected: "bad",
  expired: "plain",
  withdrawn: "plain",
};

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
          <CallQuestion key={approval.id} approval={approval} />
        ),
      )}
      <Settled />
    </div>
  );
}
