import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "@/api/client";
import { invalidate } from "@/api/queryKeys";
import type { RunState } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { useCommandHandlers } from "@/ui/commands";
import { notifyProblem } from "@/ui/toasts";
import { isFinal } from "./runView";

type Verb = "cancelRun" | "pauseRun" | "resumeRun";

/** Gives the run commands (cancel, pause, resume) the run that the page shows. */
export function useRunControls(id: string | null, state: RunState | null): { cancel: () => void } {
  const client = useQueryClient();
  const forbidden = useRefusal("runs.control");
  const control = useMutation({
    mutationFn: (verb: Verb) => (id ? call(verb, { path: { run_id: id } }) : Promise.reject(new Error("no run"))),
    onSuccess: () => invalidate(client, "listRuns", "getRun"),
    onError: notifyProblem,
  });
  const none =
    id === null || state === null ? "No run is going on here." : isFinal(state) ? "The run has ended." : null;
  const handler = (verb: Verb, reason: string | null) => ({
    run: () => control.mutate(verb),
    disabledReason: none ?? forbidden ?? reason,
  });
  useCommandHandlers({
    "runs.cancel": handler("cancelRun", null),
    "runs.pause": handler("pauseRun", state === "paused" ? "The run is paused already." : null),
    "runs.resume": handler("resumeRun", state === "paused" ? null : "The run is not paused."),
  });
  return { cancel: () => !none && !forbidden && control.mutate("cancelRun") };
}
