import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { GuardrailModelComparison } from "@/api/types";
import { SelectField } from "@/ui/Field";
import { formatCount, plural } from "@/ui/format";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { comparisonQuery } from "../queries";
import { detectorName, formatScore, STAGES } from "../words";

const PERIODS = [7, 30, 90, 365];
const COLUMNS = [
  "Version",
  "Beside",
  "Text",
  "Of",
  { number: "Texts" },
  { number: "Hits" },
  { number: "Hits beside" },
  { number: "Hit by both" },
  { number: "Mean score" },
  { number: "Mean beside" },
];

const counted = (count: number | null) => (count === null ? "" : formatCount(count));

function Row({ said }: { said: GuardrailModelComparison }) {
  return (
    <tr>
      <td>{said.version}</td>
      <td>{said.beside ?? "none"}</td>
      <td>{STAGES[said.stage]}</td>
      <td>{detectorName(said.head)}</td>
      <td className="number">{formatCount(said.texts)}</td>
      <td className="number">{formatCount(said.hits)}</td>
      <td className="number">{counted(said.beside_hits)}</td>
      <td className="number">{counted(said.both_hit)}</td>
      <td className="number">{formatScore(said.mean_score)}</td>
      <td className="number">{said.beside_mean_score === null ? "" : formatScore(said.beside_mean_score)}</td>
    </tr>
  );
}

/** What versions of a model said while one was in the shadow or on trial. */
export function ModelComparison({ model }: { model: string }) {
  const [days, setDays] = useState(30);
  const comparison = useQuery(comparisonQuery(model, days));
  const rows = comparison.data ?? [];
  return (
    <div className="stack">
      <div className="filters">
        <SelectField
          label="Compared over"
          value={String(days)}
          choices={PERIODS.map((period) => ({ value: String(period), label: `the last ${plural(period, "day")}` }))}
          onValue={(value) => setDays(Number(value))}
        />
      </div>
      {comparison.error ? <ProblemNote error={comparison.error} onRetry={() => void comparison.refetch()} /> : null}
      {comparison.isSuccess && rows.length === 0 ? (
        <p role="status">Nothing was compared in this time. Put a version in the shadow or on trial first.</p>
      ) : null}
      {rows.length > 0 ? (
        <div className="table-wrap">
          <table className="table" aria-label={`Comparison of versions of ${model}`}>
            <TableHead columns={COLUMNS} />
            <tbody>
              {rows.map((said) => (
                <Row key={[said.version, said.beside, said.stage, said.head].join(" ")} said={said} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </div>
  );
}
