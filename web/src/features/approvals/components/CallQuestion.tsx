import { useState } from "react";
import { parseJsonObject } from "@/api/json";
import type { Approval } from "@/api/types";
import { Badge } from "@/ui/Badge";
import { TextArea } from "@/ui/Field";
import { useAnswer } from "../queries";
import { APPROVE, APPROVE_CHANGED, QuestionCard, REJECT } from "./QuestionCard";

/** A call of a tool that waits for a yes, whose arguments can be changed; or what a guardrail found in an input. */
export function CallQuestion({ approval }: { approval: Approval }) {
  const before = JSON.stringify(approval.arguments, null, 2);
  const [text, setText] = useState(before);
  const answer = useAnswer();
  const found = parseJsonObject(text);
  const fault = "fault" in found ? found.fault : null;
  const isChanged = text !== before;
  return (
    <QuestionCard
      approval={approval}
      name={approval.tool ? `Call of ${approval.tool}` : "Text that the run was given"}
      {...(approval.tool ? { title: approval.tool } : {})}
      intro={<p className="lead">{approval.reason}</p>}
      answer={answer}
      yes={isChanged ? APPROVE_CHANGED : APPROVE}
      no={REJECT}
      given={isChanged && "value" in found ? { arguments: found.value } : {}}
      unready={fault}
      reasonHint="Told to the model when you reject."
    >
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
    </QuestionCard>
  );
}
