import { useQuery } from "@tanstack/react-query";
import type { Result } from "@/api/operations";
import { Badge, type Tone } from "@/ui/Badge";
import { EmptyState } from "@/ui/EmptyState";
import { formatCount, formatDuration } from "@/ui/format";
import { Moment } from "@/ui/Moment";
import { PageLink } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { usageQuery, usersQuery } from "../queries";

const HEALTH: Record<Result<"getToolUsage">["health"], { tone: Tone; label: string }> = {
  unknown: { tone: "plain", label: "unknown" },
  healthy: { tone: "good", label: "healthy" },
  failing: { tone: "bad", label: "failing" },
};

/** How the calls of the last 30 days went. */
export function ToolHealth({ tool }: { tool: string }) {
  const usage = useQuery(usageQuery(tool));
  if (usage.error) return <ProblemNote error={usage.error} onRetry={() => void usage.refetch()} />;
  if (!usage.data) return null;
  const { calls, failures, health, average_ms, last_called_at, last_error, last_failed_at } = usage.data;
  if (calls === 0) return <p className="soft">No run has called it in the last 30 days.</p>;
  return (
    <dl className="facts" aria-label="Calls in the last 30 days">
      <dt>Health</dt>
      <dd>
        <Badge tone={HEALTH[health].tone}>{HEALTH[health].label}</Badge>
      </dd>
      <dt>Calls in 30 days</dt>
      <dd>{formatCount(calls)}</dd>
      <dt>Failed</dt>
      <dd>
        {formatCount(failures)} ({Math.round((100 * failures) / calls)} %)
      </dd>
      {average_ms === null ? null : (
        <>
          <dt>On average</dt>
          <dd>{formatDuration(average_ms)}</dd>
        </>
      )}
      {last_error === null ? null : (
        <>
          <dt>Last failure</dt>
          <dd>
            <code>{last_error}</code> {last_failed_at === null ? null : <Moment at={last_failed_at} />}
          </dd>
        </>
      )}
      {last_called_at === null ? null : (
        <>
          <dt>Last call</dt>
          <dd>
            <Moment at={last_called_at} />
          </dd>
        </>
      )}
    </dl>
  );
}

/** The agents and workflows that depend on a tool. */
export function ToolUsers({ tool }: { tool: string }) {
  const users = useQuery(usersQuery(tool));
  if (users.error) return <ProblemNote error={users.error} onRetry={() => void users.refetch()} />;
  if (users.data?.items.length === 0)
    return (
      <EmptyState icon="references" title="Nothing uses it yet">
        Grant it to an agent by its name, or name it in a tool task of a workflow.
      </EmptyState>
    );
  return (
    <ul className="stack tight" aria-label="Used by">
      {users.data?.items.map((user) => (
        <li key={user.id} className="row">
          <span className="badge">{user.kind}</span>
          {user.kind === "agent" ? (
            <PageLink page="agents.edit" params={{ agent: user.name }}>
              {user.name}
            </PageLink>
          ) : (
            user.name
          )}
        </li>
      ))}
    </ul>
  );
}
