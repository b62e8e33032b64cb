import { useQuery } from "@tanstack/react-query";
import { CommandButton } from "@/ui/commands";
import { useNavigation } from "@/ui/navigation";
import { Tree, type TreeItem } from "@/ui/Tree";
import { agentsQuery } from "../queries";

/** Agents in the side panel; each opens to its chat, its definition and its runs. */
export function AgentsPanel() {
  const navigation = useNavigation();
  const agents = useQuery(agentsQuery);
  const items: TreeItem[] = (agents.data?.items ?? []).map((agent) => ({
    id: agent.slug,
    label: agent.name,
    icon: "hubot",
    note: agent.published_version === null ? "draft" : `v${agent.published_version}`,
    children: [
      { id: `${agent.slug}/chat`, label: "Chat", icon: "comment-discussion" },
      { id: `${agent.slug}/edit`, label: "Definition", icon: "symbol-structure" },
      { id: `${agent.slug}/runs`, label: "Runs", icon: "pulse" },
    ],
  }));
  const page = navigation.page;
  const kind = page?.id === "runs.chat" ? "chat" : page?.id === "agents.edit" ? "edit" : null;
  const current = page?.params["agent"];
  const open = (id: string) => {
    const [agent = "", what] = id.split("/");
    if (what === "chat") navigation.open(navigation.href("runs.chat", { agent }));
    else if (what === "edit") navigation.open(navigation.href("agents.edit", { agent }));
    else navigation.open(navigation.href("runs.list", {}, { agent }));
  };
  return (
    <section className="side-section" aria-label="Agents">
      <h3>
        All agents
        <CommandButton command="agents.new" iconOnly small />
      </h3>
      {agents.isSuccess && items.length === 0 ? (
        <div className="side-empty">
          <span>No agents yet.</span>
          <CommandButton command="agents.new" small label="New agent" />
        </div>
      ) : (
        <Tree
          key={agents.isSuccess ? "ready" : "waiting"}
          aria-label="Agents"
          items={items}
          selected={kind && current ? `${current}/${kind}` : null}
          initiallyOpen={current ? [current] : items.length === 1 && items[0] ? [items[0].id] : []}
          onOpen={open}
        />
      )}
    </section>
  );
}
