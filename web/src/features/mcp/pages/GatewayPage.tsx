import { useState } from "react";
import { call } from "@/api/client";
import type { VirtualServer } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { CopyButton } from "@/ui/CopyButton";
import { plural } from "@/ui/format";
import { MenuButton } from "@/ui/Menu";
import { MoreButton } from "@/ui/MoreButton";
import { PageLink } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { notify, notifyProblem } from "@/ui/toasts";
import { usePages } from "@/ui/usePages";
import { VirtualServerDialog } from "../components/VirtualServerDialog";
import { useVirtualServerChange } from "../queries";

function addressOf(name: string): string {
  return `${window.location.origin}/mcp${name === "default" ? "" : `/${name}`}`;
}

/** What goes into a client's settings so that it connects. */
function settingsFor(name: string): string {
  const entry = { url: addressOf(name), headers: { Authorization: "Bearer YOUR_API_KEY" } };
  return JSON.stringify({ mcpServers: { charter: entry } }, null, 2);
}

function HowToConnect({ name }: { name: string }) {
  const text = settingsFor(name);
  return (
    <details>
      <summary>How a client connects</summary>
      <div className="stack tight">
        <p>
          Streamable HTTP at <code>{addressOf(name)}</code> with an{" "}
          <PageLink page="access.keys" params={{}}>
            API key
          </PageLink>{" "}
          as bearer. Callers see what their own permissions allow.
        </p>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region has to take focus to be scrolled by keys */}
        <pre className="code" tabIndex={0} role="group" aria-label={`Settings of a client for ${name}`}>
          {text}
        </pre>
        <div>
          <CopyButton text={text} label="Copy settings" />
        </div>
      </div>
    </details>
  );
}

interface CardProps {
  server: VirtualServer;
  refusal: string | null;
  onOpen: (kind: "change" | "delete") => void;
}

function Card({ server, refusal, onOpen }: CardProps) {
  const turn = useVirtualServerChange(() =>
    call("changeMcpVirtualServer", { path: { virtual: server.name }, body: { enabled: !server.enabled } }),
  );
  return (
    <li className="card stack" aria-label={server.name}>
      <div className="row spread">
        <div className="row">
          <h2>{server.name}</h2>
          <Badge tone={server.enabled ? "good" : "plain"}>{server.enabled ? "served" : "not served"}</Badge>
          <span className="faint">
            {plural(server.tools.length, "tool")}, {plural(server.agents.length, "agent")},{" "}
            {plural(server.workflows.length, "workflow")}
          </span>
        </div>
        <div className="row">
          <Button
            small
            busy={turn.isPending}
            disabledReason={refusal}
            aria-label={`${server.enabled ? "Stop serving" : "Serve"} ${server.name}`}
            onClick={() => turn.mutate(undefined, { onError: notifyProblem })}
          >
            {server.enabled ? "Stop serving" : "Serve"}
          </Button>
          <MenuButton
            label={`Actions for ${server.name}`}
            items={[
              { id: "change", label: "Change…", icon: "edit", disabledReason: refusal, run: () => onOpen("change") },
              { id: "delete", label: "Delete…", icon: "trash", disabledReason: refusal, run: () => onOpen("delete") },
            ]}
          />
        </div>
      </div>
      {server.instructions ? <p className="said">{server.instructions}</p> : null}
      <div className="row">
        {server.tools.map((tool) => (
          <PageLink key={tool} page="tools.show" params={{ tool }}>
            <code>{tool}</code>
          </PageLink>
        ))}
        {[...server.agents, ...server.workflows].map((name) => (
          <code key={name}>{name}</code>
        ))}
      </div>
      <HowToConnect name={server.name} />
    </li>
  );
}

type Open = { kind: "new" } | { kind: "change" | "delete"; server: VirtualServer } | null;

/** What MCP clients outside can use, as named choices of tools, agents and workflows. */
export function GatewayPage() {
  const { rows, pages } = usePages("listMcpVirtualServers", { query: { limit: 50 } });
  const refusal = useRefusal("tools.publish");
  const [open, setOpen] = useState<Open>(null);
  const remove = useVirtualServerChange((name: string) => call("deleteMcpVirtualServer", { path: { virtual: name } }));
  const hasDefault = rows.some((server) => server.name === "default");
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>MCP gateway</h1>
          <p className="lead">
            Editors, assistants and agents of other platforms use your tools here, under the same permissions, budgets
            and log as everywhere.
          </p>
        </div>
        <Button look="primary" icon="add" disabledReason={refusal} onClick={() => setOpen({ kind: "new" })}>
          New virtual server
        </Button>
      </header>
      {pages.error ? <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && !hasDefault ? (
        <section className="card stack" aria-labelledby="gateway-default">
          <h2 id="gateway-default">/mcp</h2>
          <p>
            Until a virtual server is named <code>default</code>, clients find the built-in tools and the agents that
            they may run here.
          </p>
          <HowToConnect name="default" />
        </section>
      ) : null}
      <ul className="stack" aria-label="Virtual servers">
        {rows.map((server) => (
          <Card key={server.id} server={server} refusal={refusal} onOpen={(kind) => setOpen({ kind, server })} />
        ))}
      </ul>
      <MoreButton pages={pages} label="Show more virtual servers" />
      {open?.kind === "new" || open?.kind === "change" ? (
        <VirtualServerDialog
          {...(open.kind === "change" ? { server: open.server } : {})}
          onClose={() => setOpen(null)}
          onDone={() => {
            notify("Saved", "Clients see it with their next request.");
            setOpen(null);
          }}
        />
      ) : null}
      {open?.kind === "delete" ? (
        <ConfirmDialog
          title={`Delete ${open.server.name}?`}
          action="Delete"
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setOpen(null)}
          onConfirm={() => remove.mutate(open.server.name, { onSuccess: () => setOpen(null) })}
        >
          Clients that use its address are refused from their next request on.
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
