import type { McpServer } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { EmptyState } from "@/ui/EmptyState";
import { Moment } from "@/ui/Moment";
import { MoreButton } from "@/ui/MoreButton";
import { PageLink, useNavigation } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { notify } from "@/ui/toasts";
import { usePages } from "@/ui/usePages";
import { ServerDialog } from "../components/ServerDialog";
import { AUTHS, STATES } from "../words";

function Row({ server }: { server: McpServer }) {
  const { tone, icon, label } = STATES[server.state];
  return (
    <tr>
      <td>
        <PageLink page="mcp.server" params={{ server: server.name }}>
          {server.name}
        </PageLink>
      </td>
      <td className="clip">
        <code>{server.url}</code>
      </td>
      <td>{AUTHS[server.auth]}</td>
      <td>
        <Badge tone={tone} icon={icon}>
          {label}
        </Badge>
        {server.state_detail ? <div className="faint">{server.state_detail}</div> : null}
      </td>
      <td className="soft">{server.checked_at ? <Moment at={server.checked_at} /> : "never"}</td>
    </tr>
  );
}

/** Servers whose tools become tools of the tenant once somebody has read and approved them. */
export function McpServersPage() {
  const navigation = useNavigation();
  const { rows, pages } = usePages("listMcpServers", { query: { limit: 100 } }, { refetchInterval: 30_000 });
  const refusal = useRefusal("tools.write");
  const adding = navigation.page?.search["add"] !== undefined && refusal === null;
  const ask = (open: boolean) => navigation.setSearch({ add: open ? "server" : undefined }, { replace: true });
  const add = (
    <Button look="primary" icon="add" disabledReason={refusal} onClick={() => ask(true)}>
      Connect a server
    </Button>
  );
  return (
    <div className="page wide">
      <header className="page-head">
        <div>
          <h1>MCP servers</h1>
          <p className="lead">
            What a server offers cannot be called before somebody has read and approved it, and not after it says
            something else.
          </p>
        </div>
        {rows.length > 0 ? add : null}
      </header>
      {pages.error ? <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && rows.length === 0 ? (
        <EmptyState icon="server-process" title="No MCP servers yet" actions={add}>
          Connect one to use its tools in agents and workflows.
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <div className="table-wrap">
          <table className="table" aria-label="MCP servers">
            <TableHead columns={["Server", "Address", "Credential", "Health", "Asked"]} />
            <tbody>
              {rows.map((server) => (
                <Row key={server.id} server={server} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <MoreButton pages={pages} label="Show more servers" />
      {adding ? (
        <ServerDialog
          onClose={() => ask(false)}
          onDone={({ name }) => {
            notify(`${name} is connected`, "Read what it offers, then approve it.");
            navigation.open(navigation.href("mcp.server", { server: name }));
          }}
        />
      ) : null}
    </div>
  );
}
