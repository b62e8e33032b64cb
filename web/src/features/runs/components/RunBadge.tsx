import type { RunState, StepState } from "@/api/types";
import { Badge, type Tone } from "@/ui/Badge";

const LOOKS: Record<RunState | StepState, [Tone, string, string]> = {
  queued: ["plain", "watch", "Queued"],
  running: ["accent", "loading", "Running"],
  paused: ["warn", "debug-pause", "Paused"],
  completed: ["good", "check", "Completed"],
  failed: ["bad", "error", "Failed"],
  cancelled: ["plain", "circle-slash", "Cancelled"],
};

export function RunBadge({ state }: { state: RunState | StepState }) {
  const [tone, icon, text] = LOOKS[state];
  return (
    <Badge tone={tone} icon={icon} spin={state === "running"}>
      {text}
    </Badge>
  );
}
