import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { call } from "@/api/client";
import { invalidate } from "@/api/queryKeys";
import { Badge } from "@/ui/Badge";
import { CommandButton } from "@/ui/commands";
import { EmptyState } from "@/ui/EmptyState";
import { Moment } from "@/ui/Moment";
import { PageLink, useNavigation } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { notify } from "@/ui/toasts";
import { agentsQuery } from "../queries";
import "../agents.css";

/** All agents of the tenant; the page also takes files to import. */
export function AgentListPage() {
  const navigation = useNavigation();
  const client = useQueryClient();
  const agents = useQuery(agentsQuery);
  const file = useRef<HTMLInputElement>(null);
  const asked = navigation.page?.search["import"] === "file";
  const bring = useMutation({
    mutationFn: async (chosen: File) => call("importAgent", { body: await chosen.text() }),
    onSuccess: async (agent) => {
      await invalidate(client, "listAgents");
      notify(`${agent.name} was imported`, "It is a draft until you publish it.");
      navigation.open(navigation.href("agents.edit", { agent: agent.slug }));
    },
  });
  const { setSearch } = navigation;
  useEffect(() => {
    if (!asked) return;
    file.current?.click();
    setSearch({ import: undefined });
  }, [asked, setSearch]);

  const items = agents.data?.items ?? [];
  return (
    <div className="page wide">
      <header className="page-head">
        <div>
          <h1>Agents</h1>
          <p className="lead">
            Each agent works under a definition: what it is for, which model it uses, what it may call and spend.
          </p>
        </div>
        <div className="row">
          <CommandButton command="agents.import" label="Import" />
          <CommandButton command="agents.new" look="primary" label="New agent" />
        </div>
      </header>
      <input
        ref={file}
        className="visually-hidden"
        type="file"
        accept=".yaml,.yml,.json"
        aria-label="Agent file to import"
        tabIndex={-1}
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          event.target.value = "";
          if (chosen) bring.mutate(chosen);
        }}
      />
      {bring.error ? <ProblemNote error={bring.error} /> : null}
      {agents.error ? <ProblemNote error={agents.error} onRetry={() => void agents.refetch()} /> : null}
      {agents.isSuccess && items.length === 0 ? (
        <EmptyState
          icon="hubot"
          title="No agents yet"
          actions={<CommandButton command="agents.new" look="primary" label="Make your first agent" />}
        >
          Start from a template: give it a name, answer a few questions, and talk to it right away.
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <div className="table-wrap">
          <table className="table" aria-label="Agents">
            <TableHead columns={["Name", "State", "Changed"]} actions />
            <tbody>
              {items.map((agent) => (
                <tr key={agent.id}>
                  <td>
                    <PageLink page="runs.chat" params={{ agent: agent.slug }} className="agent-name">
                      {agent.name}
                    </PageLink>
                    <div className="faint clip">{agent.description || agent.slug}</div>
                  </td>
                  <td>
                    {agent.published_version === null ? (
                      <Badge>Draft</Badge>
                    ) : (
                      <Badge tone="good">Published · v{agent.published_version}</Badge>
                    )}{" "}
                    {agent.published_version !== null && agent.latest_version > agent.published_version ? (
                      <Badge tone="accent">newer draft v{agent.latest_version}</Badge>
                    ) : null}
                  </td>
                  <td className="soft">
                    <Moment at={agent.updated_at} />
                  </td>
                  <td className="number">
                    <PageLink
                      page="runs.chat"
                      params={{ agent: agent.slug }}
                      className="button small ghost"
                      aria-label={`Chat with ${agent.name}`}
                    >
                      Chat
                    </PageLink>
                    <PageLink
                      page="agents.edit"
                      params={{ agent: agent.slug }}
                      className="button small ghost"
                      aria-label={`Edit ${agent.name}`}
                    >
                      Edit
                    </PageLink>
                    <PageLink
                      page="runs.list"
                      params={{}}
                      search={{ agent: agent.slug }}
                      className="button small ghost"
                      aria-label={`Runs of ${agent.name}`}
                    >
                      Runs
                    </PageLink>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </div>
  );
}
