import { useQuery } from "@tanstack/react-query";
import { call } from "@/api/client";
import type { Violation, ViolationState } from "@/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { SelectField } from "@/ui/Field";
import { Moment } from "@/ui/Moment";
import { MoreButton } from "@/ui/MoreButton";
import { PageLink, useNavigation } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { SearchField } from "@/ui/SearchField";
import { TableHead } from "@/ui/TableHead";
import { notifyProblem } from "@/ui/toasts";
import { usePages } from "@/ui/usePages";
import { agentsQuery, unreadQuery, useGuardrailChange } from "../queries";
import { ACTIONS, choicesOf, type Detector, detectorName, DETECTORS, formatScore, STAGES, STATES } from "../words";

function Row({ violation }: { violation: Violation }) {
  const { tone, label } = STATES[violation.state];
  const action = ACTIONS[violation.action];
  return (
    <tr>
      <td>
        <Badge tone={tone}>{label}</Badge>
      </td>
      <td className="clip">
        <PageLink page="guardrails.violation" params={{ violation: violation.id }}>
          {violation.evidence || "Show it"}
        </PageLink>
      </td>
      <td>{detectorName(violation.detector)}</td>
      <td>{STAGES[violation.stage]}</td>
      <td className="number">{formatScore(violation.score)}</td>
      <td>
        <Badge tone={action.tone}>
          {action.label}
          {violation.shadow ? " (shadow)" : ""}
        </Badge>
      </td>
      <td className="soft">
        <Moment at={violation.created_at} />
      </td>
    </tr>
  );
}

/** Marks all violations up to now as seen by the person. */
function Seen() {
  const unread = useQuery(unreadQuery);
  const see = useGuardrailChange((until: string) => call("markViolationsSeen", { body: { until } }));
  const { newest = null, unread: count = 0 } = unread.data ?? {};
  if (newest === null || count === 0) return null;
  return (
    <Button icon="check-all" busy={see.isPending} onClick={() => see.mutate(newest, { onError: notifyProblem })}>
      Mark all as seen
    </Button>
  );
}

const FILTERS = ["state", "detector", "agent", "tool", "run"] as const;

/** Texts that hit a rule, newest first; the filter is in the address. */
export function ViolationsPage() {
  const navigation = useNavigation();
  const agents = useQuery(agentsQuery);
  const { state, detector, agent, tool, run } = navigation.page?.search ?? {};
  const { rows, pages } = usePages(
    "listViolations",
    {
      query: {
        state: (state as ViolationState | undefined) ?? null,
        detector: (detector as Detector | undefined) ?? null,
        agent_id: agent ?? null,
        tool: tool ?? null,
        run_id: run ?? null,
        limit: 100,
      },
    },
    { refetchInterval: 30_000 },
  );
  const set = (patch: Partial<Record<(typeof FILTERS)[number], string | undefined>>) =>
    navigation.setSearch(patch, { replace: true });
  const filtered = Boolean(state ?? detector ?? agent ?? tool ?? run);
  const stateNames = Object.fromEntries(Object.entries(STATES).map(([name, { label }]) => [name, label]));
  return (
    <div className="page wide">
      <header className="page-head">
        <div>
          <h1>Violations</h1>
          <p className="lead">Texts that hit a rule of a guardrail policy, with redacted evidence.</p>
        </div>
        <Seen />
      </header>
      <div className="filters" role="search">
        <SelectField
          label="State"
          value={state ?? ""}
          choices={choicesOf(stateNames, "All states")}
          onValue={(value) => set({ state: value || undefined })}
        />
        <SelectField
          label="Detector"
          value={detector ?? ""}
          choices={choicesOf(DETECTORS, "All detectors")}
          onValue={(value) => set({ detector: value || undefined })}
        />
        <SelectField
          label="Agent"
          value={agent ?? ""}
          choices={[
            { value: "", label: "All agents" },
            ...(agents.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onValue={(value) => set({ agent: value || undefined })}
        />
        <SearchField label="Tool" value={tool ?? ""} onValue={(value) => set({ tool: value || undefined })} />
      </div>
      {pages.error ? <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && rows.length === 0 ? (
        <EmptyState
          icon="shield"
          title={filtered ? "No violation fits this filter" : "Nothing has hit a rule yet"}
          actions={
            filtered ? (
              <Button onClick={() => set(Object.fromEntries(FILTERS.map((name) => [name, undefined])))}>
                Show all violations
              </Button>
            ) : null
          }
        >
          {filtered ? null : "Check a text to see what the detectors make of it."}
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <div className="table-wrap">
          <table className="table" aria-label="Violations">
            <TableHead columns={["State", "Evidence", "Detector", "Where", { number: "Score" }, "Action", "When"]} />
            <tbody>
              {rows.map((violation) => (
                <Row key={violation.id} violation={violation} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <MoreButton pages={pages} label="Show older violations" />
    </div>
  );
}
