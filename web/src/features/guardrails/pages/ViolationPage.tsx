import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import type { Violation, ViolationState } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { SelectField, TextArea } from "@/ui/Field";
import { Moment } from "@/ui/Moment";
import { PageLink, useParam } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { notify, notifyProblem } from "@/ui/toasts";
import { ExceptionDialog } from "../components/ExceptionDialog";
import { useGuardrailChange, violationQuery } from "../queries";
import { ACTIONS, choicesOf, detectorName, formatScore, ORIGINS, STAGES, STATES } from "../words";

const STATE_NAMES = Object.fromEntries(Object.entries(STATES).map(([name, { label }]) => [name, label]));

function Judgement({ violation }: { violation: Violation }) {
  const refusal = useRefusal("guardrails.write");
  const [state, setState] = useState(violation.state);
  const [note, setNote] = useState(violation.note);
  const [excepting, setExcepting] = useState(false);
  const judge = useGuardrailChange(() =>
    call("judgeViolation", { path: { violation_id: violation.id }, body: { state, note } }),
  );
  const same = state === violation.state && note === violation.note ? "Nothing has changed." : null;
  return (
    <section className="stack" aria-labelledby="judgement">
      <h2 id="judgement">What you think of it</h2>
      <div className="form">
        <SelectField
          label="State"
          value={state}
          choices={choicesOf(STATE_NAMES)}
          onValue={(value) => setState(value as ViolationState)}
        />
        <TextArea label="Note" required={false} rows={2} value={note} onValue={setNote} />
        <div className="form-actions">
          <Button
            look="primary"
            busy={judge.isPending}
            disabledReason={refusal ?? same}
            onClick={() => judge.mutate(undefined, { onSuccess: () => notify("Saved"), onError: notifyProblem })}
          >
            Save
          </Button>
          <Button icon="pass" disabledReason={refusal} onClick={() => setExcepting(true)}>
            False positive: let it pass
          </Button>
        </div>
      </div>
      {excepting ? (
        <ExceptionDialog
          violation={violation}
          onClose={() => setExcepting(false)}
          onDone={() => {
            setState("false_positive");
            setExcepting(false);
            notify("The exception is made", "The violation is a false positive now.");
          }}
        />
      ) : null}
    </section>
  );
}

function Facts({ violation }: { violation: Violation }) {
  const action = ACTIONS[violation.action];
  return (
    <dl className="facts">
      <dt>Detector</dt>
      <dd>{detectorName(violation.detector)}</dd>
      <dt>Score</dt>
      <dd>{formatScore(violation.score)}</dd>
      <dt>Text</dt>
      <dd>{STAGES[violation.stage]}</dd>
      <dt>What was done</dt>
      <dd>
        <Badge tone={action.tone}>{action.label}</Badge>{" "}
        {violation.shadow ? "in shadow: nothing was done" : action.means}
      </dd>
      <dt>Found</dt>
      <dd>{[...new Set(violation.spans.map((span) => span.kind))].join(", ") || "the whole text"}</dd>
      <dt>Out of</dt>
      <dd>
        {violation.run_id ? (
          <PageLink page="runs.show" params={{ run: violation.run_id }}>
            the run
          </PageLink>
        ) : (
          ORIGINS[violation.origin]
        )}
        {violation.tool ? (
          <>
            , tool{" "}
            <PageLink page="tools.show" params={{ tool: violation.tool }}>
              {violation.tool}
            </PageLink>
          </>
        ) : null}
      </dd>
      <dt>Policy</dt>
      <dd>
        {violation.policy_id ? (
          <PageLink
            page="guardrails.policy"
            params={{ policy: violation.policy_id }}
            search={{ number: String(violation.policy_number) }}
          >
            version {violation.policy_number}
          </PageLink>
        ) : (
          "the one that comes with Charter"
        )}
      </dd>
      <dt>Classifiers</dt>
      <dd>{violation.model_version}</dd>
      <dt>When</dt>
      <dd>
        <Moment at={violation.created_at} />
      </dd>
    </dl>
  );
}

/** One text that hit a rule: the evidence, where it came from, and what somebody thinks of it. */
export function ViolationPage() {
  const id = useParam("violation");
  const violation = useQuery(violationQuery(id));
  if (violation.error)
    return (
      <div className="page">
        <ProblemNote error={violation.error} onRetry={() => void violation.refetch()} />
      </div>
    );
  if (!violation.data) return <div className="page-wait" role="status" aria-label="Loading the violation" />;
  const { state, evidence } = violation.data;
  return (
    <div className="page">
      <header className="page-head">
        <div className="row">
          <h1>Violation</h1>
          <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>
        </div>
      </header>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region has to take focus to be scrolled by keys */}
      <pre className="code" tabIndex={0} role="group" aria-label="Evidence">
        {evidence}
      </pre>
      <Facts violation={violation.data} />
      <Judgement key={id} violation={violation.data} />
    </div>
  );
}
