import { useQuery } from "@tanstack/react-query";
import { formatCount } from "@/ui/format";
import { JsonView } from "@/ui/JsonView";
import { ProblemNote } from "@/ui/ProblemNote";
import { modelsQuery } from "../queries";

/** The card of the classifiers in use: what they are made of, and how good they are. */
export function ModelsPage() {
  const models = useQuery(modelsQuery);
  const card = models.data;
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Classifiers</h1>
          <p className="lead">
            What the guardrails decide with, and how good it is on texts from hands it has never seen.
          </p>
        </div>
      </header>
      {models.error ? <ProblemNote error={models.error} onRetry={() => void models.refetch()} /> : null}
      {card ? (
        <>
          <p className="said">{card.description}</p>
          <dl className="facts">
            <dt>Name</dt>
            <dd>
              {card.name} {card.version}
            </dd>
            <dt>Licence</dt>
            <dd>{card.licence}</dd>
            <dt>Threshold</dt>
            <dd>{card.threshold}</dd>
            <dt>Size</dt>
            <dd>{formatCount(Math.round(card.size_bytes / 1024))} kB</dd>
            <dt>SHA-256</dt>
            <dd>
              <code className="said">{card.sha256}</code>
            </dd>
            <dt>Data</dt>
            <dd className="said">{card.data}</dd>
          </dl>
          <h2>Held out</h2>
          <JsonView label="Quality on held-out sources" value={card.held_out} />
        </>
      ) : null}
    </div>
  );
}
