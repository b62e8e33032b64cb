import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Approval } from "@/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { TextArea } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { useDecideRefusal } from "../access";
import { textQuery, useAnswer } from "../queries";
import { APPROVE, APPROVE_CHANGED, QuestionCard, REJECT } from "./QuestionCard";

/** What the question is called, by why a text waits. */
export function titleOf({ purpose, tool }: Approval): string {
  if (purpose === "output") return "Answer that waits";
  return purpose === "tool_result" ? `Result of ${tool} that waits` : `Description of ${tool} that waits`;
}

const MEANS = {
  output: "Nobody has seen this answer. Approved, it is shown; rejected, the run ends with the policy’s message.",
  tool_result: "The model has not read this. Approved, it does; rejected, it is told that it may not, and goes on.",
  tool_description: "The model is told this of the tool only if you approve; else it goes on without it.",
};

const MEANS_TO_A_WORKFLOW =
  "The workflow has not seen this. Approved, it goes on with it; rejected, the job becomes an incident. Nothing is called again.";

/** A text that a guardrail holds back until somebody has read it. */
export function TextQuestion({ approval }: { approval: Approval & { purpose: keyof typeof MEANS } }) {
  const [isShown, setIsShown] = useState(false);
  const [changed, setChanged] = useState<string | null>(null);
  const refusal = useDecideRefusal(approval);
  const found = useQuery({ ...textQuery(approval.id), enabled: isShown });
  const answer = useAnswer();
  const isEdited = found.data !== undefined && changed !== null && changed !== found.data.text;
  return (
    <QuestionCard
      approval={approval}
      name={titleOf(approval)}
      intro={<p className="lead">{approval.reason}</p>}
      asked={`${approval.origin === "workflow" ? MEANS_TO_A_WORKFLOW : MEANS[approval.purpose]} Asked`}
      answer={answer}
      yes={isEdited ? APPROVE_CHANGED : APPROVE}
      no={REJECT}
      given={isEdited ? { text: changed } : {}}
      unready={found.data ? null : "Read the text first."}
      reasonHint="Told to the model, or in the incident, when you reject what a tool returned; else kept in the record."
    >
      {found.data ? (
        <>
          {Object.entries(found.data.evidence).map(([detector, evidence]) => (
            <p key={detector}>
              <Badge tone="warn" icon="warning">
                {detector}
              </Badge>{" "}
              <span className="said">{evidence}</span>
            </p>
          ))}
          {approval.purpose === "tool_description" ? (
            <pre>{found.data.text}</pre>
          ) : (
            <TextArea
              label="Text"
              mono
              rows={Math.min(16, found.data.text.split("\n").length + 2)}
              value={changed ?? found.data.text}
              onValue={setChanged}
              hint="What you change here goes on instead."
            />
          )}
        </>
      ) : (
        <div>
          <Button icon="eye" busy={found.isFetching} disabledReason={refusal} onClick={() => setIsShown(true)}>
            Read the text
          </Button>{" "}
          <span className="soft">That you read it is written into the audit log.</span>
        </div>
      )}
      {found.error ? <ProblemNote error={found.error} /> : null}
    </QuestionCard>
  );
}

/** Whether a question is about a text that waits. */
export function isAboutText(approval: Approval): approval is Approval & { purpose: keyof typeof MEANS } {
  return approval.purpose in MEANS;
}
