import { useQuery } from "@tanstack/react-query";
import { read } from "@/api/queryKeys";
import { diagnostics } from "@/ui/diagnostics";
import { Icon } from "@/ui/Icon";
import { plural } from "@/ui/format";
import { useStore } from "@/ui/store";
import { useSession } from "@/ui/access";
import { useWorkbench } from "./context";
import { changeLayout, layout } from "./layout";

/** Whether the server answers, and which of its parts do not. */
export function HealthStatus() {
  const system = useQuery({ ...read("getSystem", {}), refetchInterval: 15_000, retry: false });
  const ailing = system.data?.parts.filter((part) => !["ok", "ready", "up", "running"].includes(part.state)) ?? [];
  const [icon, tone, text] = system.isError
    ? ["debug-disconnect", "bad", "Not connected"]
    : system.isPending
      ? ["loading", "", "Connecting…"]
      : ailing.length > 0
        ? ["warning", "warn", `${plural(ailing.length, "part")} not ready`]
        : ["pass-filled", "good", "Healthy"];
  const title =
    ailing.length > 0
      ? ailing.map((part) => `${part.name}: ${part.detail || part.state}`).join("\n")
      : "All parts of Charter answer";
  return (
    <span className={`status-item ${tone}`} title={system.isError ? "The server does not answer; trying again" : title}>
      <Icon name={icon} spin={system.isPending} />
      {text}
    </span>
  );
}

export function VersionStatus() {
  const system = useQuery(read("getSystem", {}));
  return system.data ? <span className="status-item">Charter {system.data.version}</span> : null;
}

export function TenantStatus() {
  const { tenant, principal } = useSession();
  return (
    <span className="status-item" title={`Signed in as ${principal.label}`}>
      <Icon name="organization" />
      {tenant.name}
    </span>
  );
}

export function ProblemsStatus() {
  const items = [...useStore(diagnostics).values()].flatMap((group) => group.items);
  const errors = items.filter((item) => item.severity === "error").length;
  const { panelOpen, panel } = useStore(layout);
  return (
    <button
      type="button"
      className="status-item"
      title="Show problems"
      onClick={() => changeLayout({ panelOpen: !(panelOpen && panel === "problems"), panel: "problems" })}
    >
      <Icon name="error" />
      {errors}
      <span className="visually-hidden">{errors === 1 ? "error" : "errors"},</span>
      <Icon name="warning" />
      {items.length - errors}
      <span className="visually-hidden">{items.length - errors === 1 ? "warning" : "warnings"}. Show problems</span>
    </button>
  );
}

export function StatusBar() {
  const { statusItems } = useWorkbench();
  const side = (which: "left" | "right") =>
    statusItems.filter((item) => item.side === which).map(({ id, component: Item }) => <Item key={id} />);
  return (
    <footer className="status" aria-label="Status bar">
      <div className="row">{side("left")}</div>
      <div className="row">{side("right")}</div>
    </footer>
  );
}
