import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "@/api/errors";
import { problemIn, type Run } from "@/api/types";
import { Button } from "@/ui/Button";
import { durationBetween, formatCost, formatCount, formatDuration, plural } from "@/ui/format";
import { Icon } from "@/ui/Icon";
import { JsonView } from "@/ui/JsonView";
import { PageLink } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { RichText } from "@/ui/RichText";
import { logEvent } from "../runLog";
import { stepsQuery } from "../queries";
import { useRunStream, type Connection } from "../runStream";
import { answerText, isFinal, joinSteps, stepView, type RunView } from "../runView";
import { StepList } from "./StepList";
import { RunBadge } from "./RunBadge";

/** Says that the line was lost, without alarm: nothing is lost with it. */
export function ConnectionNote({ connection }: { connection: Connection }) {
  if (connection !== "reconnecting") return null;
  return (
    <p className="connection" role="status">
      <Icon name="sync" spin />
      The connection was interrupted. The run goes on; reconnecting…
    </p>
  );
}

function Answer({ view, text }: { view: RunView; text: string }) {
  if (view.structuredOutput !== null) return <JsonView value={view.structuredOutput} label="Answer" />;
  const streaming = !isFinal(view.state);
  if (text) {
    return (
      <div className={streaming ? "turn-answer streaming" : "turn-answer"}>
        <RichText text={text} />
      </div>
    );
  }
  if (view.state === "completed") return <p className="soft">The agent gave no text.</p>;
  if (!streaming) return null;
  const busy = view.steps.findLast((step) => step.state === "running");
  const what =
    view.state === "queued"
      ? "Waiting for its turn…"
      : view.state === "paused"
        ? "Paused"
        : busy?.kind === "tool_call"
          ? `Using ${busy.name}…`
          : "Thinking…";
  return (
    <p className="thinking">
      <Icon name={view.state === "paused" ? "debug-pause" : "loading"} spin={view.state !== "paused"} />
      {what}
    </p>
  );
}

function StoredAnswer({ run }: { run: Run }) {
  if (run.structured_output !== null) return <JsonView value={run.structured_output} label="Answer" />;
  if (run.output) {
    return (
      <div className="turn-answer">
        <RichText text={run.output} />
      </div>
    );
  }
  return run.state === "completed" ? <p className="soft">The agent gave no text.</p> : null;
}

interface Props {
  run: Run;
  onEnd: () => void;
}

/** One question and its answer, live while the run goes on. */
export function Turn({ run, onEnd }: Props) {
  const [open, setOpen] = useState(false);
  // A run that was going on when the turn appeared stays live, so that nothing jumps when it ends.
  const [live] = useState(!isFinal(run.state));
  const stream = useRunStream(live || open ? run.id : null, {
    onEvent: live ? logEvent : undefined,
    onEnd: live ? onEnd : undefined,
  });
  const { view } = stream;
  const state = live ? view.state : run.state;
  const stored = useQuery({ ...stepsQuery(run.id), enabled: open && isFinal(state) });
  const steps = open && isFinal(state) ? joinSteps(stored.data?.items.map(stepView) ?? [], view.steps) : view.steps;
  const showSteps = open || (live && !isFinal(state));
  const error = live ? view.error : problemIn(run.error ?? undefined);
  const duration = durationBetween(run.started_at ?? run.created_at, run.ended_at);
  const tokens = run.usage.input_tokens + run.usage.output_tokens;

  return (
    <article className="turn" aria-label="Question and answer">
      <div className="turn-user">
        <span className="visually-hidden">You:</span> {run.input}
      </div>
      {showSteps && steps.length > 0 ? <StepList steps={steps} /> : null}
      {live ? <ConnectionNote connection={stream.connection} /> : null}
      {live ? <Answer view={view} text={answerText(view)} /> : <StoredAnswer run={run} />}
      {error ? <ProblemNote quiet error={new ApiError(error)} /> : null}
      {stream.problem ? <ProblemNote quiet error={new ApiError(stream.problem)} /> : null}
      {isFinal(state) ? (
        <div className="turn-foot">
          {state === "completed" ? null : <RunBadge state={state} />}
          <Button
            small
            look="ghost"
            icon={open ? "chevron-down" : "chevron-right"}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open ? "Hide steps" : plural(run.usage.model_calls + run.usage.tool_calls, "step")}
          </Button>
          {tokens > 0 ? <span>{formatCount(tokens)} tokens</span> : null}
          <span>{formatCost(run.usage.cost_micros)}</span>
          {duration === null || !run.ended_at ? null : <span>{formatDuration(duration)}</span>}
          <PageLink page="runs.show" params={{ run: run.id }}>
            Open run
          </PageLink>
        </div>
      ) : null}
    </article>
  );
}
