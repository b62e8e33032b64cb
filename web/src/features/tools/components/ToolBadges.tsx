import type { Risk, Tool } from "@/api/types";
import { Badge } from "@/ui/Badge";
import { RISKS, STATES } from "../words";

export function StateBadge({ state }: { state: Tool["state"] }) {
  const { tone, icon, label } = STATES[state];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}

export function RiskBadge({ risk }: { risk: Risk }) {
  return <Badge tone={RISKS[risk].tone}>{RISKS[risk].label}</Badge>;
}
