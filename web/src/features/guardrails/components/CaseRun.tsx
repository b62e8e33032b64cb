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
import { detectorName, EXPECTED, formatScore } from "../words";

/** Scores the kept cases with a policy; those that fail come first. */
export function CaseRun({ cases }: { cases: readonly GuardrailCase[] }) {
  const [policy, setPolicy] = useState("");
  const policies = useQuery(policiesQuery);
  const run = useMutation({ mutationFn: () => call("runGuardrailCases", { body: { policy_id: policy || null } }) });
  const texts = new Map(cases.map((one) => [one.id, one.text]));
  const failed = (run.data?.results ?? []).filter((result) => !result.passed);
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
      {run.error ? <ProblemNote error={run.error} /> : null}
      {run.data ? (
        <p role="status">
          <Badge tone={run.data.failed > 0 ? "bad" : "good"}>
            {run.data.failed > 0 ? `${run.data.failed} failed` : "all pass"}
          </Badge>{" "}
          {plural(run.data.passed, "case")} passed.
        </p>
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
