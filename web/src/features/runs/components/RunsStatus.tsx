import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigation } from "@/ui/navigation";
import { Icon } from "@/ui/Icon";
import { plural } from "@/ui/format";
import { runsQuery } from "../queries";

/** How many agents are at work now. */
export function RunsStatus() {
  const navigation = useNavigation();
  const running = useInfiniteQuery({ ...runsQuery({ state: "running" }), refetchInterval: 10_000 });
  const agents = new Set(running.data?.pages[0]?.items.map((run) => run.agent.id)).size;
  return (
    <button
      type="button"
      className="status-item"
      title="Show running runs"
      onClick={() => navigation.open(navigation.href("runs.list", {}, { state: "running" }))}
    >
      <Icon name={agents > 0 ? "sync" : "hubot"} spin={agents > 0} />
      {plural(agents, "active agent")}
    </button>
  );
}
