import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { RunState } from "@/api/types";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { SelectField } from "@/ui/Field";
import { durationBetween, formatCost, formatCount, formatDuration } from "@/ui/format";
import { Moment } from "@/ui/Moment";
import { PageLink, useNavigation } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { useCommands } from "@/ui/commands";
import { TableHead } from "@/ui/TableHead";
import { RunBadge } from "../components/RunBadge";
import { agentsForFilter, runsQuery } from "../queries";
import "../runs.css";

const STATES = ["queued", "running", "paused", "completed", "failed", "cancelled"];

/** Runs of the tenant, newest first; the filter is in the address. */
export function RunListPage() {
  const navigation = useNavigation();
  const commands = useCommands();
  const { agent, state } = navigation.page?.search ?? {};
  const agents = useQuery(agentsForFilter);
  const runs = useInfiniteQuery({
    ...runsQuery({ agent, state: state as RunState | undefined }),
    refetchInterval: 10_000,
  });
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = agent !== undefined || state !== undefined;
  return (
    <div className="page wide">
      <header className="page-head">
        <div>
          <h1>Runs</h1>
          <p className="lead">
            Every time an agent was asked something: what it did, how long it took and what it cost.
          </p>
        </div>
        <Button icon="refresh" busy={runs.isRefetching} onClick={() => void runs.refetch()}>
          Refresh
        </Button>
      </header>
      <div className="filters">
        <SelectField
          label="Agent"
          value={agent ?? ""}
          choices={[
            { value: "", label: "All agents" },
            ...(agents.data?.items ?? []).map((one) => ({ value: one.slug, label: one.name })),
          ]}
          onValue={(value) => navigation.setSearch({ agent: value || undefined })}
        />
        <SelectField
          label="State"
          value={state ?? ""}
          choices={[{ value: "", label: "All states" }, ...STATES.map((one) => ({ value: one, label: one }))]}
          onValue={(value) => navigation.setSearch({ state: value || undefined })}
        />
      </div>
      {runs.error ? <ProblemNote error={runs.error} onRetry={() => void runs.refetch()} /> : null}
      {runs.isSuccess && items.length === 0 ? (
        filtered ? (
          <EmptyState
            icon="filter"
            title="No run fits this filter"
            actions={
              <Button onClick={() => navigation.setSearch({ agent: undefined, state: undefined })}>
                Show all runs
              </Button>
            }
          />
        ) : (
          <EmptyState
            icon="pulse"
            title="Nothing has run yet"
            actions={
              <Button look="primary" onClick={commands.get("agents.list").run}>
                Go to the agents
              </Button>
            }
          >
            Talk to an agent; its runs appear here with every step they took.
          </EmptyState>
        )
      ) : null}
      {items.length > 0 ? (
        <div className="table-wrap">
          <table className="table" aria-label="Runs">
            <TableHead
              columns={[
                "State",
                "Agent",
                "Input",
                { number: "Calls" },
                { number: "Tokens" },
                { number: "Cost" },
                { number: "Duration" },
                "Started",
              ]}
            />
            <tbody>
              {items.map((run) => {
                const duration = durationBetween(run.started_at, run.ended_at);
                return (
                  <tr key={run.id}>
                    <td>
                      <RunBadge state={run.state} />
                    </td>
                    <td>{run.agent.name}</td>
                    <td className="clip">
                      <PageLink page="runs.show" params={{ run: run.id }}>
                        {run.input}
                      </PageLink>
                    </td>
                    <td className="number">{run.usage.model_calls + run.usage.tool_calls}</td>
                    <td className="number">{formatCount(run.usage.input_tokens + run.usage.output_tokens)}</td>
                    <td className="number">{formatCost(run.usage.cost_micros)}</td>
                    <td className="number">{duration === null || !run.ended_at ? "" : formatDuration(duration)}</td>
                    <td className="soft">
                      <Moment at={run.created_at} />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      ) : null}
      {runs.hasNextPage ? (
        <div>
          <Button busy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
            Show older runs
          </Button>
        </div>
      ) : null}
    </div>
  );
}
