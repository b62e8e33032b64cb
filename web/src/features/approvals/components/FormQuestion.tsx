import { useState } from "react";
import { toProblem } from "@/api/errors";
import type { JsonObject, JsonSchema } from "@/api/json";
import type { Approval } from "@/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Moment } from "@/ui/Moment";
import { ProblemNote } from "@/ui/ProblemNote";
import { SchemaForm } from "@/ui/SchemaForm";
import { defaultsOf } from "@/ui/schema";
import { notify } from "@/ui/toasts";
import { useDecideRefusal } from "../access";
import { useAnswer } from "../queries";

/** What a tool asks a person in the middle of a call: a few fields, or an address to visit. */
export function FormQuestion({ approval, form }: { approval: Approval; form: NonNullable<Approval["form"]> }) {
  const fields = form.fields as JsonSchema | null;
  const [value, setValue] = useState<JsonObject>(fields ? defaultsOf(fields) : {});
  const answer = useAnswer();
  const refusal = useDecideRefusal(approval);
  const what = `Question of ${form.source}`;
  const decide = (decision: "approve" | "reject") =>
    answer.mutate(
      { id: approval.id, decision, reason: "", edited: null, answer: decision === "approve" && fields ? value : null },
      { onSuccess: () => notify(`${what}: ${decision === "approve" ? "answered" : "declined"}`) },
    );
  return (
    <section className="card" aria-label={what}>
      <header className="page-head">
        <div>
          <h2>
            {what} <Badge>{approval.agent ?? "workflow"}</Badge>
          </h2>
          <p className="said">{form.message}</p>
          <p className="soft">
            Asked in the middle of a call of <code>{approval.tool}</code> <Moment at={approval.created_at} />, runs out{" "}
            <Moment at={approval.expires_at} />
          </p>
        </div>
      </header>
      <p>
        <Badge tone="warn" icon="warning">
          These are the server’s own words. Never type a password, key or card number here.
        </Badge>
      </p>
      {fields ? (
        <SchemaForm
          schema={fields}
          value={value}
          problems={answer.error ? (toProblem(answer.error).errors ?? []) : []}
          path="/answer"
          onValue={setValue}
        />
      ) : null}
      {form.url ? (
        <p>
          It wants you to visit{" "}
          <a href={form.url} target="_blank" rel="noopener noreferrer external">
            {form.url}
          </a>
          . Look at the address before you do.
        </p>
      ) : null}
      <details>
        <summary>Arguments of the call</summary>
        <pre>{JSON.stringify(approval.arguments, null, 2)}</pre>
      </details>
      {answer.error ? <ProblemNote error={answer.error} /> : null}
      <div className="form-actions">
        <Button icon="close" disabledReason={refusal} busy={answer.isPending} onClick={() => decide("reject")}>
          Decline
        </Button>
        <Button
          look="primary"
          icon="check"
          disabledReason={refusal}
          busy={answer.isPending}
          onClick={() => decide("approve")}
        >
          {form.url ? "I have been there" : "Answer"}
        </Button>
      </div>
    </section>
  );
}
