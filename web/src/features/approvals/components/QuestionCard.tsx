import { useState, type ReactNode } from "react";
import type { Approval } from "@/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { Moment } from "@/ui/Moment";
import { ProblemNote } from "@/ui/ProblemNote";
import { useDecideRefusal } from "../access";
import type { Given, useAnswer } from "../queries";

interface Words {
  /** On the button. */
  button: string;
  /** What has been done once it was pressed, as in “Call of transfer: approved”. */
  done: string;
}

export const APPROVE: Words = { button: "Approve", done: "approved" };
export const APPROVE_CHANGED: Words = { button: "Approve with changes", done: "approved" };
export const REJECT: Words = { button: "Reject", done: "rejected" };

interface Props {
  approval: Approval;
  /** What the card is called, and its answer is spoken of as. */
  name: string;
  title?: ReactNode;
  /** Why it is asked, under the title. */
  intro: ReactNode;
  /** What comes before the moment at which it was asked. */
  asked?: ReactNode;
  /** What is to be read, and perhaps changed, before the answer. */
  children: ReactNode;
  answer: ReturnType<typeof useAnswer>;
  yes: Words;
  no: Words;
  /** What goes along with a yes. */
  given: Given;
  /** Why nobody can say yes yet. */
  unready?: string | null;
  /** What becomes of the reason; without it, none is asked for. */
  reasonHint?: string;
}

/** One question that waits for a person: what it is about, and the two buttons that answer it. */
export function QuestionCard(props: Props) {
  const { approval, name, title = name, intro, asked = "Asked", children, answer, yes, no, given } = props;
  const { unready = null, reasonHint } = props;
  const [reason, setReason] = useState("");
  const refusal = useDecideRefusal(approval);
  const { id } = approval;
  return (
    <section className="card" aria-label={name}>
      <header className="page-head">
        <div>
          <h2>
            {title} <Badge>{approval.agent ?? "workflow"}</Badge>{" "}
            {approval.purpose === "repeat" ? <Badge tone="warn">may have happened already</Badge> : null}
          </h2>
          {intro}
          <p className="soft">
            {asked} <Moment at={approval.created_at} />, runs out <Moment at={approval.expires_at} />
          </p>
        </div>
      </header>
      {children}
      {reasonHint ? (
        <TextField label="Reason" required={false} value={reason} onValue={setReason} hint={reasonHint} />
      ) : null}
      {answer.error ? <ProblemNote error={answer.error} /> : null}
      <div className="form-actions">
        <Button
          icon="close"
          disabledReason={refusal}
          busy={answer.isPending}
          onClick={() => answer.mutate({ id, decision: "reject", reason, given: {}, notice: `${name}: ${no.done}` })}
        >
          {no.button}
        </Button>
        <Button
          look="primary"
          icon="check"
          disabledReason={refusal ?? unready}
          busy={answer.isPending}
          onClick={() => answer.mutate({ id, decision: "approve", reason, given, notice: `${name}: ${yes.done}` })}
        >
          {yes.button}
        </Button>
      </div>
    </section>
  );
}
