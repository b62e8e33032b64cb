import type { DryRun } from "@/api/types";
import { problemIn } from "@/api/types";
import { Badge } from "@/ui/Badge";
import { formatDuration } from "@/ui/format";
import { JsonView } from "@/ui/JsonView";

const STOPPED: Record<NonNullable<DryRun["stopped"]>, string> = {
  wall: "It took too long on the clock.",
  cpu: "It used too much of a processor.",
  memory: "It used too much memory.",
  output: "It returned or printed too much.",
  disk: "It wrote too much to /tmp.",
  crashed: "Its process ended by itself.",
};

/** What came of running a tool once: the result or why there is none, what it printed, and what it used. */
export function DryRunView({ run }: { run: DryRun }) {
  const problem = problemIn(run.error ?? undefined);
  const used = run.used;
  return (
    <div className="stack tight" role="group" aria-label="Dry run">
      <div className="row">
        <Badge tone={run.ok ? "good" : "bad"} icon={run.ok ? "check" : "error"}>
          {run.ok ? "has a result" : run.stopped ? "was stopped" : "failed"}
        </Badge>
        {used ? (
          <span className="faint">
            {formatDuration(used.wall_ms)} of {used.limits.wall_s} s
            {used.cpu_ms === null ? "" : ` · processor ${formatDuration(used.cpu_ms)} of ${used.limits.cpu_s} s`}
            {used.memory_kb === null
              ? ""
              : ` · memory ${Math.round(used.memory_kb / 1024)} of ${used.limits.memory_mb} MB`}
          </span>
        ) : null}
      </div>
      {run.stopped ? <p>{STOPPED[run.stopped]}</p> : null}
      {problem ? (
        <p className="said">
          <strong>{problem.title}.</strong> {problem.detail}
        </p>
      ) : null}
      {run.ok ? <JsonView label="Result" value={run.result} /> : null}
      {run.output ? (
        <>
          <h2>Printed</h2>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region has to take focus to be scrolled by keys */}
          <pre className="code" tabIndex={0} role="group" aria-label="Printed">
            {run.output}
          </pre>
        </>
      ) : null}
    </div>
  );
}
