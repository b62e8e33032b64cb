import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import type { GuardrailStage, GuardrailVerdict } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { CheckField, SelectField, TextArea } from "@/ui/Field";
import { formatDuration, plural } from "@/ui/format";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { MarkedText } from "../components/MarkedText";
import { agentsQuery } from "../queries";
import { ACTIONS, choicesOf, detectorName, formatScore, STAGES } from "../words";

const LONGEST = 2_000_000;

function Scores({ verdict }: { verdict: GuardrailVerdict }) {
  const detectors = new Set([...Object.keys(verdict.scores), ...verdict.hits.map((hit) => hit.detector)]);
  return (
    <div className="table-wrap">
      <table className="table" aria-label="What each detector said">
        <TableHead columns={["Detector", { number: "Score" }, "Decision", "Found"]} />
        <tbody>
          {[...detectors].map((detector) => {
            const hits = verdict.hits.filter((hit) => hit.detector === detector);
            const score = verdict.scores[detector] ?? hits[0]?.score;
            const kinds = new Set(hits.flatMap((hit) => hit.spans.map((span) => span.kind)));
            return (
              <tr key={detector}>
                <td>{detectorName(detector)}</td>
                <td className="number">{score === undefined ? "" : formatScore(score)}</td>
                <td>
                  {hits.length === 0 ? <span className="soft">no rule is hit</span> : null}
                  {hits.map((hit, at) => (
                    <Badge key={at} tone={ACTIONS[hit.action].tone}>
                      {ACTIONS[hit.action].label}
                      {hit.shadow ? " (shadow)" : ""}
                    </Badge>
                  ))}
                </td>
                <td>{[...kinds].join(", ")}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Verdict({ text, verdict }: { text: string; verdict: GuardrailVerdict }) {
  const { tone, label, means } = ACTIONS[verdict.action];
  return (
    <section className="stack" aria-labelledby="verdict">
      <h2 id="verdict">Decision</h2>
      <div className="row" role="status">
        <Badge tone={tone}>{label}</Badge>
        <span>{means}</span>
        <span className="faint">
          {formatDuration(Math.max(verdict.ms, 1))} · {verdict.model_version} ·{" "}
          {verdict.policy_id ? `version ${verdict.policy_number} of the policy` : "the policy that comes with Charter"}
        </span>
      </div>
      {verdict.message ? <p className="said">{verdict.message}</p> : null}
      <Scores verdict={verdict} />
      <MarkedText text={text} spans={verdict.hits.flatMap((hit) => hit.spans)} label="The text with what was found" />
      {verdict.text !== null && verdict.text !== text ? (
        <>
          <h2>What may go on</h2>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region has to take focus to be scrolled by keys */}
          <pre className="code" tabIndex={0} role="group" aria-label="What may go on">
            {verdict.text}
          </pre>
        </>
      ) : null}
    </section>
  );
}

/** Checks a text as a run would, and shows what each detector makes of it; nothing is kept. */
export function CheckPage() {
  const [text, setText] = useState("");
  const [stage, setStage] = useState<GuardrailStage>("input");
  const [agent, setAgent] = useState("");
  const agents = useQuery(agentsQuery);
  const [judge, setJudge] = useState(false);
  const refusal = useRefusal("guardrails.read");
  const mayJudge = useRefusal("guardrails.write") === null;
  const check = useMutation({
    mutationFn: async (asked: string) => ({
      text: asked,
      verdict: await call("checkText", { body: { text: asked, stage, agent_id: agent || null, judge } }),
    }),
  });
  const missing =
    text === ""
      ? "Write a text first."
      : text.length > LONGEST
        ? `Keep it within ${plural(LONGEST, "character")}.`
        : null;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!missing && !refusal) check.mutate(text);
  };
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Check a text</h1>
          <p className="lead">
            What a run would do with it: every detector&apos;s score, what was found, and the decision.
          </p>
        </div>
      </header>
      <form className="stack" onSubmit={submit}>
        <TextArea label="Text" rows={6} value={text} onValue={setText} />
        <div className="filters">
          <SelectField
            label="It is"
            value={stage}
            choices={choicesOf(STAGES)}
            onValue={(value) => setStage(value as GuardrailStage)}
          />
          <SelectField
            label="As for"
            value={agent}
            choices={[
              { value: "", label: "agents without a policy" },
              ...(agents.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onValue={setAgent}
          />
        </div>
        {mayJudge ? (
          <CheckField
            label="Ask the judge as well"
            hint="If the policy has one. It costs what the model costs."
            checked={judge}
            onChecked={setJudge}
          />
        ) : null}
        <div className="form-actions">
          <Button look="primary" type="submit" icon="beaker" busy={check.isPending} disabledReason={refusal ?? missing}>
            Check it
          </Button>
        </div>
      </form>
      {check.error ? <ProblemNote error={check.error} /> : null}
      {check.data ? <Verdict {...check.data} /> : null}
    </div>
  );
}
