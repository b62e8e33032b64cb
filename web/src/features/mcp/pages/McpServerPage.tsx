import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { call } from "@/api/client";
import type { McpServerWithFacts, McpTool } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { EmptyState } from "@/ui/EmptyState";
import { SelectField } from "@/ui/Field";
import { plural } from "@/ui/format";
import { JsonView } from "@/ui/JsonView";
import { MenuButton } from "@/ui/Menu";
import { Moment } from "@/ui/Moment";
import { useNavigation, useParam } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { SearchField } from "@/ui/SearchField";
import { TableHead } from "@/ui/TableHead";
import { Tabs } from "@/ui/Tabs";
import { notify, notifyProblem } from "@/ui/toasts";
import { AccountDialog } from "../components/AccountDialog";
import { OfferCard } from "../components/OfferCard";
import { SamplingDialog } from "../components/SamplingDialog";
import { ServerDialog } from "../components/ServerDialog";
import { offersQuery, serverQuery, useMcpChange } from "../queries";
import { AUTHS, OFFERS, STATES } from "../words";

const STEP = 50;
/** What waits for somebody comes first. */
const ORDER: McpTool["state"][] = ["changed", "gone", "new", "approved", "refused"];

function Offers({ server }: { server: string }) {
  const navigation = useNavigation();
  const offers = useQuery(offersQuery(server));
  const refusal = useRefusal("tools.publish");
  const [shown, setShown] = useState(STEP);
  const { tool: wanted = "", state } = navigation.page?.search ?? {};
  const approve = useMcpChange(() => call("approveMcpTools", { path: { server }, body: {} }));
  const all = offers.data?.items ?? [];
  const waiting = all.filter((tool) => tool.state === "new" && tool.flags.length === 0).length;
  const fitting = all
    .filter((tool) => !state || tool.state === state)
    .filter((tool) => `${tool.registered_name} ${tool.name} ${tool.title ?? ""}`.includes(wanted))
    .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  if (offers.error) return <ProblemNote error={offers.error} onRetry={() => void offers.refetch()} />;
  if (offers.isSuccess && all.length === 0)
    return (
      <EmptyState icon="tools" title="It offers no tools">
        Ask it again once it does.
      </EmptyState>
    );
  const set = (patch: Record<string, string | undefined>) => navigation.setSearch(patch, { replace: true });
  return (
    <div className="stack">
      <div className="row spread">
        <div className="filters">
          <SearchField label="Tool" value={wanted} onValue={(value) => set({ tool: value || undefined })} />
          <SelectField
            label="State"
            value={state ?? ""}
            choices={[
              { value: "", label: "All states" },
              ...Object.entries(OFFERS).map(([value, { label }]) => ({ value, label })),
            ]}
            onValue={(value) => set({ state: value || undefined })}
          />
        </div>
        <Button
          icon="check-all"
          busy={approve.isPending}
          disabledReason={refusal ?? (waiting === 0 ? "Nothing that looks harmless waits." : null)}
          onClick={() =>
            approve.mutate(undefined, {
              onSuccess: ({ approved, left }) =>
                notify(
                  `${plural(approved.length, "tool")} approved`,
                  left.length > 0 ? `${plural(left.length, "tool")} left to be read one by one.` : "",
                ),
              onError: notifyProblem,
            })
          }
        >
          Approve all that look harmless ({waiting})
        </Button>
      </div>
      <ul className="stack" aria-label="Tools of the server">
        {fitting.slice(0, shown).map((tool) => (
          <OfferCard key={tool.name} server={server} tool={tool} refusal={refusal} />
        ))}
      </ul>
      {offers.isSuccess && fitting.length === 0 ? <p className="soft">No tool fits.</p> : null}
      {fitting.length > shown ? (
        <div>
          <Button onClick={() => setShown(shown + STEP)}>Show more tools</Button>
        </div>
      ) : null}
    </div>
  );
}

function About({ server }: { server: McpServerWithFacts }) {
  const { facts } = server;
  return (
    <div className="stack">
      <dl className="facts">
        <dt>Address</dt>
        <dd>
          <code>{server.url}</code>
        </dd>
        <dt>Credential</dt>
        <dd>
          {AUTHS[server.auth]}
          {server.key_last4 ? ` …${server.key_last4}` : ""}
        </dd>
        <dt>Texts of a model</dt>
        <dd>
          {server.sampling
            ? `up to ${server.sampling.calls} of ${server.sampling.max_tokens} tokens a call, by ${server.sampling.model}`
            : "none"}
        </dd>
        {facts ? (
          <>
            <dt>Calls itself</dt>
            <dd>
              {facts.name} {facts.version}
            </dd>
            <dt>Protocol</dt>
            <dd>{facts.revision}</dd>
          </>
        ) : null}
      </dl>
      {facts?.instructions ? (
        <section className="stack tight" aria-labelledby="mcp-instructions">
          <h2 id="mcp-instructions">What it tells models</h2>
          <p className="said">{facts.instructions}</p>
        </section>
      ) : null}
      {server.skipped.length > 0 ? (
        <section className="stack tight" aria-labelledby="mcp-skipped">
          <h2 id="mcp-skipped">Left out</h2>
          <ul>
            {server.skipped.map((why) => (
              <li key={why}>{why}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {facts ? <JsonView label="Capabilities" value={facts.capabilities} /> : null}
    </div>
  );
}

function Others({ server }: { server: McpServerWithFacts }) {
  if (server.resources.length + server.prompts.length === 0)
    return <p className="soft">It offers neither resources nor prompts.</p>;
  return (
    <div className="table-wrap">
      <table className="table" aria-label="Resources and prompts">
        <TableHead columns={["Kind", "Name", "What it says of itself"]} />
        <tbody>
          {server.resources.map((resource) => (
            <tr key={resource.uri}>
              <td>resource</td>
              <td>
                {resource.title ?? resource.name}
                <div className="faint">
                  <code>{resource.uri}</code>
                </div>
              </td>
              <td className="clip">{resource.description}</td>
            </tr>
          ))}
          {server.prompts.map((prompt) => (
            <tr key={prompt.name}>
              <td>prompt</td>
              <td>{prompt.title ?? prompt.name}</td>
              <td className="clip">{prompt.description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Open = "change" | "remove" | "account" | "sampling" | null;

function Actions({ server, onOpen }: { server: McpServerWithFacts; onOpen: (dialog: Open) => void }) {
  const mayWrite = useRefusal("tools.write");
  const mayDelete = useRefusal("tools.delete");
  const maySpend = useRefusal("budgets.write");
  const refresh = useMcpChange(() => call("refreshMcpServer", { path: { server: server.name } }));
  const forget = useMcpChange(() => call("endMcpAuthorization", { path: { server: server.name } }));
  const oauth = server.auth === "oauth";
  return (
    <div className="row">
      {oauth ? (
        <Button icon="account" onClick={() => onOpen("account")}>
          Connect my account
        </Button>
      ) : null}
      <Button
        icon="refresh"
        busy={refresh.isPending}
        disabledReason={mayWrite}
        onClick={() =>
          refresh.mutate(undefined, {
            onSuccess: (now) => notify(`${now.name} ${STATES[now.state].label}`, now.state_detail ?? ""),
            onError: notifyProblem,
          })
        }
      >
        Ask it again
      </Button>
      <MenuButton
        label="More actions"
        items={[
          {
            id: "change",
            label: "Change address or key…",
            icon: "edit",
            disabledReason: mayWrite,
            run: () => onOpen("change"),
          },
          {
            id: "sampling",
            label: "Texts of a model…",
            icon: "sparkle",
            disabledReason: mayWrite ?? maySpend,
            run: () => onOpen("sampling"),
          },
          {
            id: "forget",
            label: "Forget my account there",
            icon: "sign-out",
            disabledReason: oauth ? null : "This server has no accounts of people.",
            run: () =>
              forget.mutate(undefined, {
                onSuccess: () => notify("Your account is forgotten"),
                onError: notifyProblem,
              }),
          },
          { id: "remove", label: "Remove…", icon: "trash", disabledReason: mayDelete, run: () => onOpen("remove") },
        ]}
      />
    </div>
  );
}

function Shown({ server }: { server: McpServerWithFacts }) {
  const navigation = useNavigation();
  const [open, setOpen] = useState<Open>(null);
  const remove = useMcpChange(() => call("removeMcpServer", { path: { server: server.name } }));
  const refetch = useMcpChange(() => Promise.resolve());
  const view = navigation.page?.search["view"] ?? "tools";
  const { tone, icon, label } = STATES[server.state];
  const quarantined = (server.tools["changed"] ?? 0) + (server.tools["gone"] ?? 0);
  return (
    <div className="page wide">
      <header className="page-head">
        <div>
          <div className="row">
            <h1>{server.name}</h1>
            <Badge tone={tone} icon={icon}>
              {label}
            </Badge>
            {quarantined > 0 ? (
              <Badge tone="bad" icon="shield">
                {plural(quarantined, "tool")} in quarantine
              </Badge>
            ) : null}
          </div>
          <p className="lead">
            {server.state_detail ?? server.url}
            {server.checked_at ? (
              <>
                {" "}
                Asked <Moment at={server.checked_at} />.
              </>
            ) : null}
          </p>
        </div>
        <Actions server={server} onOpen={setOpen} />
      </header>
      <div>
        <Tabs
          aria-label="MCP server"
          items={[
            { id: "tools", label: "Tools" },
            { id: "others", label: `Resources and prompts (${server.resources.length + server.prompts.length})` },
            { id: "about", label: "About" },
          ]}
          selected={["others", "about"].includes(view) ? view : "tools"}
          onSelect={(next) => navigation.setSearch({ view: next === "tools" ? undefined : next })}
        >
          <div className="tab-body">
            {view === "about" ? (
              <About server={server} />
            ) : view === "others" ? (
              <Others server={server} />
            ) : (
              <Offers server={server.name} />
            )}
          </div>
        </Tabs>
      </div>
      {open === "change" ? (
        <ServerDialog
          server={server}
          onClose={() => setOpen(null)}
          onDone={() => {
            notify(`${server.name} was changed`);
            setOpen(null);
          }}
        />
      ) : null}
      {open === "sampling" ? (
        <SamplingDialog
          server={server}
          onClose={() => setOpen(null)}
          onDone={({ sampling }) => {
            notify(sampling ? `${server.name} may have texts written` : `${server.name} has no texts written`);
            setOpen(null);
          }}
        />
      ) : null}
      {open === "account" ? (
        <AccountDialog
          server={server.name}
          onDone={() => {
            setOpen(null);
            refetch.mutate(undefined);
          }}
        />
      ) : null}
      {open === "remove" ? (
        <ConfirmDialog
          title={`Remove ${server.name}?`}
          action="Remove"
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setOpen(null)}
          onConfirm={() =>
            remove.mutate(undefined, {
              onSuccess: () => {
                notify(`${server.name} was removed`);
                navigation.close();
                navigation.open(navigation.href("mcp.servers", {}), { replace: true });
              },
            })
          }
        >
          Its tools are deleted with it; agents that were granted them go on without.
        </ConfirmDialog>
      ) : null}
    </div>
  );
}

/** One MCP server: whether it answers, and what it offers, to be read and approved. */
export function McpServerPage() {
  const name = useParam("server");
  const { setTitle } = useNavigation();
  const server = useQuery(serverQuery(name));
  useEffect(() => setTitle(name), [name, setTitle]);
  if (server.error)
    return (
      <div className="page">
        <ProblemNote error={server.error} onRetry={() => void server.refetch()} />
      </div>
    );
  if (!server.data) return <div className="page-wait" role="status" aria-label="Loading the server" />;
  return <Shown key={name} server={server.data} />;
}
