import { useQuery } from "@tanstack/react-query";
import { read } from "@/api/queryKeys";
import type { Json } from "@/api/json";
import type { AgentVersion } from "@/api/types";
import { Badge, type Tone } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { SelectField } from "@/ui/Field";
import { Moment } from "@/ui/Moment";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { versionsQuery } from "../queries";

const TONES: Record<AgentVersion["state"], Tone> = { draft: "accent", published: "good", retired: "plain" };

function show(value: Json): string {
  return typeof value === "string" ? value : value === null ? "–" : JSON.stringify(value, null, 2);
}

function Differences({ agent, from, to }: { agent: string; from: number; to: number }) {
  const diff = useQuery(read("diffAgentVersions", { path: { agent }, query: { from, to } }));
  if (diff.error) return <ProblemNote error={diff.error} onRetry={() => void diff.refetch()} />;
  if (!diff.data) return null;
  if (diff.data.changes.length === 0) return <p className="soft">These versions say the same.</p>;
  return (
    <div className="table-wrap">
      <table className="table" aria-label={`Differences between version ${from} and version ${to}`}>
        <thead>
          <tr>
            <th>What</th>
            <th>Version {from}</th>
            <th>Version {to}</th>
          </tr>
        </thead>
        <tbody>
          {diff.data.changes.map((change) => (
            <tr key={change.path} className="diff-row">
              <td>
                {change.summary}
                <div className="faint">
                  <code>{change.path}</code>
                </div>
              </td>
              <td>
                <pre className="before">{show(change.before)}</pre>
              </td>
              <td>
                <pre className="after">{show(change.after)}</pre>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Props {
  agent: string;
  from: number | null;
  to: number | null;
  refusal: string | null;
  onCompare: (from: number, to: number) => void;
  onPublish: (number: number) => void;
  onRollback: (number: number) => void;
  onEdit: (number: number) => void;
}

/** Versions of an agent: which one runs, what they differ in, and the way back. */
export function VersionsView({ agent, from, to, refusal, onCompare, onPublish, onRollback, onEdit }: Props) {
  const versions = useQuery(versionsQuery(agent));
  const items = versions.data?.items ?? [];
  const newest = items[0]?.number ?? 1;
  const right = to ?? newest;
  const left =
    from ??
    items.find((version) => version.state === "published" && version.number !== right)?.number ??
    Math.max(1, right - 1);
  const choices = items.map((version) => ({
    value: String(version.number),
    label: `Version ${version.number} (${version.state})`,
  }));
  return (
    <div className="agent-form">
      {versions.error ? <ProblemNote error={versions.error} onRetry={() => void versions.refetch()} /> : null}
      <div className="table-wrap">
        <table className="table" aria-label="Versions">
          <TableHead columns={["Version", "State", "Made", "Content"]} actions />
          <tbody>
            {items.map((version) => (
              <tr key={version.id}>
                <td>{version.number}</td>
                <td>
                  <Badge tone={TONES[version.state]}>{version.state}</Badge>
                </td>
                <td className="soft">
                  <Moment at={version.created_at} />
                </td>
                <td className="faint">
                  <code title={version.content_hash}>{version.content_hash.replace("sha256:", "").slice(0, 10)}</code>
                </td>
                <td className="number">
                  {version.state === "draft" ? (
                    <Button
                      small
                      look="ghost"
                      disabledReason={refusal}
                      onClick={() => onPublish(version.number)}
                      aria-label={`Publish version ${version.number}`}
                    >
                      Publish
                    </Button>
                  ) : null}
                  {version.state === "retired" ? (
                    <Button
                      small
                      look="ghost"
                      disabledReason={refusal}
                      onClick={() => onRollback(version.number)}
                      aria-label={`Go back to version ${version.number}`}
                    >
                      Go back
                    </Button>
                  ) : null}
                  <Button
                    small
                    look="ghost"
                    onClick={() => onEdit(version.number)}
                    aria-label={`Edit from here, version ${version.number}`}
                  >
                    Edit from here
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {items.length > 1 ? (
        <section aria-labelledby="versions-diff">
          <h2 id="versions-diff">Compare</h2>
          <div className="pair">
            <SelectField
              label="From"
              value={String(left)}
              choices={choices}
              onValue={(value) => onCompare(Number(value), right)}
            />
            <SelectField
              label="To"
              value={String(right)}
              choices={choices}
              onValue={(value) => onCompare(left, Number(value))}
            />
          </div>
          {left === right ? (
            <p className="soft">Choose two different versions.</p>
          ) : (
            <Differences agent={agent} from={left} to={right} />
          )}
        </section>
      ) : (
        <p className="soft">There is one version so far. Saving a change makes the next one.</p>
      )}
    </div>
  );
}
