import { useInfiniteQuery } from "@tanstack/react-query";
import type { Run } from "@/api/types";
import { useNavigation } from "@/ui/navigation";
import { Tree, type TreeItem } from "@/ui/Tree";
import { formatAgo } from "@/ui/format";
import { runsQuery } from "../queries";
import { isFinal } from "../runView";

const ICONS: Record<Run["state"], string> = {
  queued: "watch",
  running: "sync",
  paused: "debug-pause",
  completed: "pass",
  failed: "error",
  cancelled: "circle-slash",
};

function item(run: Run): TreeItem {
  return { id: run.id, label: run.input || run.agent.name, icon: ICONS[run.state], note: formatAgo(run.created_at) };
}

/** Runs in the side panel: those going on, those that failed, the newest. */
export function MonitoringPanel() {
  const navigation = useNavigation();
  const runs = useInfiniteQuery({ ...runsQuery({}), refetchInterval: 10_000 });
  const all = runs.data?.pages[0]?.items ?? [];
  const groups: TreeItem[] = [
    { id: "all", label: "All runs", icon: "list-unordered" },
    { id: "approvals", label: "Approvals", icon: "verified" },
    { id: "active", label: "Going on", children: all.filter((run) => !isFinal(run.state)).map(item) },
    {
      id: "failed",
      label: "Failed",
      children: all
        .filter((run) => run.state === "failed")
        .slice(0, 10)
        .map(item),
    },
    { id: "recent", label: "Newest", children: all.slice(0, 20).map(item) },
  ];
  const open = (id: string) => {
    if (id === "all") navigation.open(navigation.href("runs.list", {}));
    else if (id === "approvals") navigation.open(navigation.href("approvals.list", {}));
    else navigation.open(navigation.href("runs.show", { run: id }));
  };
  return (
    <Tree
      aria-label="Runs"
      items={groups}
      initiallyOpen={["active", "recent"]}
      selected={navigation.page?.params["run"]}
      onOpen={open}
    />
  );
}
