import { useState } from "react";
import { toProblem } from "@/api/errors";
import type { JsonObject, JsonSchema } from "@/api/json";
import type { Approval } from "@/api/types";
import { Badge } from "@/ui/Badge";
import { SchemaForm } from "@/ui/SchemaForm";
import { defaultsOf } from "@/ui/schema";
import { useAnswer } from "../queries";
import { QuestionCard } from "./QuestionCard";

/** What a tool asks a person in the middle of a call: a few fields, or an address to visit. */
export function FormQuestion({ approval, form }: { approval: Approval; form: NonNullable<Approval["form"]> }) {
  const fields = form.fields as JsonSchema | null;
  const [value, setValue] = useState<JsonObject>(fields ? defaultsOf(fields) : {});
  const answer = useAnswer();
  return (
    <QuestionCard
      approval={approval}
      name={`Question of ${form.source}`}
      intro={<p className="said">{form.message}</p>}
      asked={
        <>
          Asked in the middle of a call of <code>{approval.tool}</code>
        </>
      }
      answer={answer}
      yes={{ button: form.url ? "I have been there" : "Answer", done: "answered" }}
      no={{ button: "Decline", done: "declined" }}
      given={fields ? { answer: value } : {}}
    >
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
    </QuestionCard>
  );
}
