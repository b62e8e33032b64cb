import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import type { GuardrailCase } from "@/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { SelectField } from "@/ui/Field";
import { plural } from "@/ui/format";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { policiesQuery } from "../queries";
import { NOTHING_SLOW } from "../slow";
import { SlowReading, SlowTally } from "./SlowReading";
import { detectorName, EXPECTED, formatScore } from "../words";

/** Scores the kept cases with a policy; those that fail come first. */
export function CaseRun({ cases }: { cases: readonly GuardrailCase[] }) {
  const [policy, setPolicy] = useState("");
  const policies = useQuery(policiesQuery);
  const [slow, setSlow] = useState(NOTHING_SLOW);
  const run = useMutation({
    mutationFn: () => call("runGuardrailCases", { body: { policy_id: policy || null, ...slow } }),
  });
  const texts = new Map(cases.map((one) => [one.id, one.text]));
  const failed = (run.data?.results ?? []).filter((result) => result.passed === false);
  return (
    <section className="stack" aria-labelledby="guardrail-case-run">
      <h2 id="guardrail-case-run">Do they pass?</h2>
      <div className="filters">
        <SelectField
          label="With"
          value={policy}
          choices={[
            { value: "", label: "the policy for everything else, as it applies" },
            ...(policies.data?.items ?? []).map(({ id, name }) => ({ value: id, label: `${name}, latest version` })),
          ]}
          onValue={setPolicy}
        />
        <Button icon="beaker" busy={run.isPending} onClick={() => run.mutate()}>
          Run them
        </Button>
      </div>
      <SlowReading value={slow} onValue={setSlow} />
      {run.error ? <ProblemNote error={run.error} /> : null}
      {run.data ? (
        <div className="stack" role="status">
          <p>
            <Badge tone={run.data.failed > 0 ? "bad" : "good"}>
              {run.data.failed > 0 ? `${run.data.failed} failed` : "none fails"}
            </Badge>{" "}
            {plural(run.data.passed, "case")} passed
            {run.data.skipped > 0 ? `, ${run.data.skipped} for what is slow were skipped` : ""}.
          </p>
          <SlowTally tally={run.data} />
        </div>
      ) : null}
      {failed.length > 0 ? (
        <div className="table-wrap">
          <table className="table" aria-label="Cases that failed">
            <TableHead columns={["Text", "Detector", "What is right", { number: "Score" }]} />
            <tbody>
              {failed.map((result) => (
                <tr key={result.case_id}>
                  <td className="clip">{texts.get(result.case_id) ?? result.note}</td>
                  <td>{detectorName(result.detector)}</td>
                  <td>{EXPECTED[result.expected]}</td>
                  <td className="number">{formatScore(result.score)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}
