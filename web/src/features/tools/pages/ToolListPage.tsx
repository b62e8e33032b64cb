import type { ListedTool, Risk, ToolKind } from "@/api/types";
import { Button } from "@/ui/Button";
import { CommandButton } from "@/ui/commands";
import { EmptyState } from "@/ui/EmptyState";
import { SelectField } from "@/ui/Field";
import { plural } from "@/ui/format";
import { MoreButton } from "@/ui/MoreButton";
import { Moment } from "@/ui/Moment";
import { PageLink, useNavigation } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { SearchField } from "@/ui/SearchField";
import { TableHead } from "@/ui/TableHead";
import { usePages } from "@/ui/usePages";
import { RiskBadge, StateBadge } from "../components/ToolBadges";
import { KINDS, RISKS, STATES } from "../words";

function Row({ tool }: { tool: ListedTool }) {
  return (
    <tr>
      <td>
        <PageLink page="tools.show" params={{ tool: tool.name }}>
          {tool.title}
        </PageLink>
        <div className="faint">
          <code>{tool.name}</code>
        </div>
      </td>
      <td className="clip soft" title={tool.description}>
        {tool.held_because ?? tool.description}
      </td>
      <td>{KINDS[tool.kind]}</td>
      <td>
        <RiskBadge risk={tool.risk} />
      </td>
      <td>
        <StateBadge state={tool.state} />
      </td>
      <td className="number">{tool.published_version ?? "–"}</td>
      <td className="soft">
        {tool.recent ? (
          <>
            {plural(tool.recent.calls, "call")}
            {tool.recent.failures > 0 ? `, ${tool.recent.failures} failed` : ""}
            <div className="faint">
              last <Moment at={tool.recent.last_called_at} />
            </div>
          </>
        ) : (
          "–"
        )}
      </td>
      <td className="soft">{tool.updated_at ? <Moment at={tool.updated_at} /> : null}</td>
    </tr>
  );
}

const anyOf = (label: string, names: Record<string, string>) => [
  { value: "", label },
  ...Object.entries(names).map(([value, name]) => ({ value, label: name })),
];

/** All tools of the tenant; search and filter are in the address. */
export function ToolListPage() {
  const navigation = useNavigation();
  const { q, kind, risk, tag, state } = navigation.page?.search ?? {};
  const { rows, pages } = usePages("listTools", {
    query: {
      q: q ?? "",
      by: "meaning",
      recent: true,
      state: (state as ListedTool["state"] | undefined) ?? null,
      kind: (kind as ToolKind | undefined) ?? null,
      risk: (risk as Risk | undefined) ?? null,
      tag: tag ?? null,
      limit: 100,
    },
  });
  const filtered = Boolean(q ?? kind ?? risk ?? tag ?? state);
  const set = (patch: Record<string, string | undefined>) => navigation.setSearch(patch, { replace: true });
  return (
    <div className="page wide">
      <header className="page-head">
        <div>
          <h1>Tools</h1>
          <p className="lead">
            What agents and workflows can call. Own code runs in a sandbox; what comes from outside is read and approved
            first.
          </p>
        </div>
        <div className="row">
          <CommandButton command="tools.openapi" label="Import OpenAPI" />
          <CommandButton command="tools.new" label="Write a tool" look="primary" />
        </div>
      </header>
      <div className="filters" role="search">
        <SearchField
          label="Search"
          placeholder="What it should do"
          value={q ?? ""}
          onValue={(value) => set({ q: value || undefined })}
        />
        <SelectField
          label="Kind"
          value={kind ?? ""}
          choices={anyOf("All kinds", KINDS)}
          onValue={(value) => set({ kind: value || undefined })}
        />
        <SelectField
          label="Risk"
          value={risk ?? ""}
          choices={anyOf("All risks", Object.fromEntries(Object.entries(RISKS).map(([id, one]) => [id, one.label])))}
          onValue={(value) => set({ risk: value || undefined })}
        />
        <SelectField
          label="State"
          value={state ?? ""}
          choices={anyOf("All states", Object.fromEntries(Object.entries(STATES).map(([id, one]) => [id, one.label])))}
          onValue={(value) => set({ state: value || undefined })}
        />
      </div>
      {pages.error ? <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && rows.length === 0 ? (
        <EmptyState
          icon="filter"
          title="No tool fits"
          actions={
            filtered ? (
              <Button
                onClick={() =>
                  set({ q: undefined, kind: undefined, risk: undefined, tag: undefined, state: undefined })
                }
              >
                Show all tools
              </Button>
            ) : null
          }
        />
      ) : null}
      {rows.length > 0 ? (
        <div className="table-wrap">
          <table className="table" aria-label="Tools">
            <TableHead
              columns={[
                "Tool",
                "What it does",
                "Kind",
                "Risk",
                "State",
                { number: "Version" },
                "Last 30 days",
                "Changed",
              ]}
            />
            <tbody>
              {rows.map((tool) => (
                <Row key={tool.name} tool={tool} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <MoreButton pages={pages} label="Show more tools" />
    </div>
  );
}
