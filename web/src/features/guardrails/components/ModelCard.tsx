import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { textOfJson, type Json } from "@/api/json";
import type { GuardrailModelDetail, GuardrailModelVersion } from "@/api/types";
import { formatCount } from "@/ui/format";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { modelQuery } from "../queries";
import { detectorName, formatScore, METRICS } from "../words";

type Facts = Record<string, Json>;

function factsOf(value: Json | undefined): Facts {
  return value && typeof value === "object" && !Array.isArray(value) ? value : {};
}

/** The rows of the card's long tables that say of all held-out sources what `held_out` says in short. */
function longFigure({ card }: GuardrailModelDetail, head: string, metric: string): Json | undefined {
  const rows = factsOf(card["tables"])[head];
  const all = (Array.isArray(rows) ? rows : [])
    .map(factsOf)
    .find((row) => row["how"] === "held out" && row["group"] === "all");
  return all?.[metric];
}

/** A share in words, with its 95 % interval where the card has one. */
function figure(detail: GuardrailModelDetail, head: string, metric: string): string {
  const short = factsOf(detail.held_out[head])[metric];
  const long = Array.isArray(short) ? short : longFigure(detail, head, metric);
  if (Array.isArray(long)) {
    const [share = 0, low = 0, high = 0] = long.map(Number);
    return `${formatScore(share)} (${formatScore(low)} to ${formatScore(high)})`;
  }
  return typeof short === "number" ? formatScore(short) : "";
}

function HeldOut({ detail }: { detail: GuardrailModelDetail }) {
  const heads = Object.keys(detail.held_out);
  const metrics = [...new Set(heads.flatMap((head) => Object.keys(factsOf(detail.held_out[head]))))];
  return (
    <div className="table-wrap">
      <table className="table" aria-label="Quality on held-out sources">
        <TableHead columns={["Of", ...metrics.map((metric) => ({ number: METRICS.get(metric) ?? metric }))]} />
        <tbody>
          {heads.map((head) => (
            <tr key={head}>
              <td>{detectorName(head)}</td>
              {metrics.map((metric) => (
                <td key={metric} className="number">
                  {figure(detail, head, metric)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Facts of a card that only some kinds of models have. */
const MORE: readonly [name: string, label: string][] = [
  ["labels", "Labels"],
  ["hits", "Labels that are hits"],
  ["max_tokens", "Tokens read at once"],
  ["timeout_s", "Seconds for a text"],
  ["memory_mb", "Memory in MB"],
];

/** The card of a version: what it is made of, on what terms, and how good it is. */
export function ModelCard({ model, version }: Pick<GuardrailModelVersion, "model" | "version">) {
  const read = useQuery(modelQuery(model, version));
  if (read.error) return <ProblemNote error={read.error} onRetry={() => void read.refetch()} />;
  const detail = read.data;
  if (!detail) return <div role="status" aria-label="Loading the card" />;
  const more = MORE.flatMap(([name, label]) => {
    const said = detail.card[name];
    return said === undefined
      ? []
      : [{ name, label, said: (Array.isArray(said) ? said : [said]).map(textOfJson).join(", ") }];
  });
  return (
    <section className="stack" aria-labelledby="guardrail-model-card">
      <h2 id="guardrail-model-card">
        {model} {version}
      </h2>
      <p className="said">{detail.description}</p>
      <dl className="facts">
        <dt>Data</dt>
        <dd className="said">{textOfJson(detail.card["data"] ?? "")}</dd>
        <dt>Licence</dt>
        <dd>{detail.licence}</dd>
        <dt>Threshold</dt>
        <dd>{detail.threshold}</dd>
        <dt>Size</dt>
        <dd>{formatCount(Math.round(detail.size_bytes / 1024))} kB</dd>
        <dt>SHA-256</dt>
        <dd>
          <code className="said">{detail.sha256}</code>
        </dd>
        {more.map(({ name, label, said }) => (
          <Fragment key={name}>
            <dt>{label}</dt>
            <dd>{said}</dd>
          </Fragment>
        ))}
      </dl>
      <h3>Held out</h3>
      <p className="soft">On texts from hands it has never seen; intervals are 95 %.</p>
      <HeldOut detail={detail} />
    </section>
  );
}
