import { useQuery } from "@tanstack/react-query";
import { read } from "@/api/queryKeys";
import type { Json } from "@/api/json";
import { Button } from "@/ui/Button";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { comparedVersions, VERSION_COLUMNS, VersionComparison, VersionRow } from "@/ui/versions";
import { versionsQuery } from "../queries";

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
  const { left, right } = comparedVersions(items, from, to);
  return (
    <div className="agent-form">
      {versions.error ? <ProblemNote error={versions.error} onRetry={() => void versions.refetch()} /> : null}
      <div className="table-wrap">
        <table className="table" aria-label="Versions">
          <TableHead columns={VERSION_COLUMNS} actions />
          <tbody>
            {items.map((version) => (
              <VersionRow
                key={version.id}
                version={version}
                publish={{ refusal, run: () => onPublish(version.number) }}
                goBack={{ refusal, run: () => onRollback(version.number) }}
              >
                <Button
                  small
                  look="ghost"
                  onClick={() => onEdit(version.number)}
                  aria-label={`Edit from here, version ${version.number}`}
                >
                  Edit from here
                </Button>
              </VersionRow>
            ))}
          </tbody>
        </table>
      </div>
      <VersionComparison
        id="versions-diff"
        versions={items}
        left={left}
        right={right}
        onLeft={(number) => onCompare(number, right)}
        onRight={(number) => onCompare(left, number)}
      >
        <Differences agent={agent} from={left} to={right} />
      </VersionComparison>
    </div>
  );
}
