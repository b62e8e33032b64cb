import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { plural } from "@/ui/format";
import { PageLink } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { NOTHING_SLOW } from "../slow";
import { SlowReading, SlowTally } from "./SlowReading";
import { ACTIONS, detectorName, formatScore, STAGES } from "../words";

/** What a version would have done to the newest runs, before it is activated. */
export function PastRuns({ policy, number, refusal }: { policy: string; number: number; refusal: string | null }) {
  const [slow, setSlow] = useState(NOTHING_SLOW);
  const attempt = useMutation({
    mutationFn: () =>
      call("dryRunGuardrailPolicy", { path: { policy_id: policy }, body: { number, runs: 100, ...slow } }),
  });
  const said = attempt.data;
  return (
    <section className="stack" aria-labelledby="guardrail-past">
      <h2 id="guardrail-past">On past runs</h2>
      <SlowReading value={slow} onValue={setSlow} />
      <div>
        <Button icon="history" busy={attempt.isPending} disabledReason={refusal} onClick={() => attempt.mutate()}>
          Try version {number} on the last 100 runs
        </Button>
      </div>
      {attempt.error ? <ProblemNote error={attempt.error} /> : null}
      {said ? (
        <div className="stack" role="status">
          <p>
            {plural(said.texts, "text")} of {plural(said.runs, "run")}: {said.blocked} blocked, {said.asked} asked
            about, {said.redacted} redacted, {said.flagged} flagged. {plural(said.runs_with_blocks, "run")} would have
            met a block.
          </p>
          <SlowTally tally={said} />
          {said.examples.length > 0 ? (
            <div className="table-wrap">
              <table className="table" aria-label="What would have been hit">
                <TableHead columns={["Evidence", "Detector", "Text", { number: "Score" }, "Action"]} />
                <tbody>
                  {said.examples.map((example, at) => (
                    <tr key={at}>
                      <td className="clip">
                        <PageLink page="runs.show" params={{ run: example.run_id }}>
                          {example.evidence || "Show the run"}
                        </PageLink>
                      </td>
                      <td>{detectorName(example.detector)}</td>
                      <td>{STAGES[example.stage]}</td>
                      <td className="number">{formatScore(example.score)}</td>
                      <td>
                        <Badge tone={ACTIONS[example.action].tone}>{ACTIONS[example.action].label}</Badge>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}
