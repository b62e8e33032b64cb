import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { ApiError } from "@/api/errors";
import { invalidate, read } from "@/api/queryKeys";
import { problemIn } from "@/api/types";
import { announce } from "@/ui/announce";
import { CommandButton, useCommandHandlers } from "@/ui/commands";
import { durationBetween, formatCost, formatCount, formatDuration, formatMoment } from "@/ui/format";
import { JsonView } from "@/ui/JsonView";
import { PageLink, useNavigation, useParam } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { RichText } from "@/ui/RichText";
import { Tabs } from "@/ui/Tabs";
import { notify } from "@/ui/toasts";
import { EmptyState } from "@/ui/EmptyState";
import { RunBadge } from "../components/RunBadge";
import { StepList } from "../components/StepList";
import { ConnectionNote } from "../components/Turn";
import { runQuery, stepsQuery } from "../queries";
import { logEvent } from "../runLog";
import { useRunStream } from "../runStream";
import { answerText, isFinal, joinSteps, stepView } from "../runView";
import { useRunControls } from "../useRunControls";
import "../runs.css";

function StateInspector({ id, live }: { id: string; live: boolean }) {
  const state = useQuery({ ...read("inspectRun", { path: { run_id: id } }), refetchInterval: live ? 2_000 : false });
  if (state.error) return <ProblemNote error={state.error} onRetry={() => void state.refetch()} />;
  if (!state.data) return null;
  return (
    <div className="stack">
      <p className="soft">
        What the run holds at this moment: its variables, its context and the last exchange with the model. Secrets are
        left out.
      </p>
      <JsonView value={state.data} label="State of the run" />
    </div>
  );
}

/** One run: what was asked, each step, the answer, and the state it is in. */
export function RunPage() {
  const id = useParam("run");
  const navigation = useNavigation();
  const client = useQueryClient();
  const { step, view: shown = "steps" } = navigation.page?.search ?? {};
  const run = useQuery(runQuery(id));
  const stream = useRunStream(id, {
    onEvent: run.data && !isFinal(run.data.state) ? logEvent : undefined,
    onEnd: () => {
      if (run.data && isFinal(run.data.state)) return;
      announce("The run has ended");
      void invalidate(client, "getRun", "listRuns", "listRunSteps");
    },
  });
  const ended = run.data ? isFinal(run.data.state) : false;
  const stored = useQuery({ ...stepsQuery(id), enabled: ended });
  const { setTitle } = navigation;
  const title = run.data ? `Run: ${run.data.agent.name}` : "Run";
  useEffect(() => setTitle(title), [setTitle, title]);

  const state = ended
    ? (run.data?.state ?? stream.view.state)
    : stream.connection === "connecting"
      ? (run.data?.state ?? "queued")
      : stream.view.state;
  useRunControls(run.data ? id : null, state);
  useCommandHandlers({
    "runs.copyId": {
      run: async () => {
        await navigator.clipboard.writeText(id);
        notify("Run id copied", id);
      },
    },
  });

  if (run.error) {
    return (
      <div className="page">
        <ProblemNote error={run.error} onRetry={() => void run.refetch()} />
      </div>
    );
  }
  if (!run.data) return <div className="page-wait" role="status" aria-label="Loading the run" />;
  const { agent, usage, input } = run.data;
  const steps = joinSteps(ended ? (stored.data?.items.map(stepView) ?? []) : [], stream.view.steps);
  const text = run.data.output ?? answerText(stream.view);
  const structured = run.data.structured_output ?? stream.view.structuredOutput;
  const error = problemIn(run.data.error ?? undefined) ?? stream.view.error;
  const duration = durationBetween(run.data.started_at, run.data.ended_at);
  const facts: [string, string][] = [
    ["Model calls", formatCount(usage.model_calls)],
    ["Tool calls", formatCount(usage.tool_calls)],
    ["Tokens in", formatCount(usage.input_tokens)],
    ["Tokens out", formatCount(usage.output_tokens)],
    ["Cost", formatCost(usage.cost_micros)],
    ["Duration", duration === null || !run.data.ended_at ? "–" : formatDuration(duration)],
    ["Started", run.data.started_at ? formatMoment(run.data.started_at) : "–"],
  ];
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <div className="row">
            <h1>Run of {agent.name}</h1>
            <RunBadge state={state} />
          </div>
          <p className="faint">
            <code>{id}</code> · version {run.data.version} ·{" "}
            <PageLink
              page="runs.chat"
              params={{ agent: agent.slug }}
              search={{ conversation: run.data.conversation_id ?? undefined }}
            >
              Open the conversation
            </PageLink>
          </p>
        </div>
        <div className="row">
          <CommandButton command={state === "paused" ? "runs.resume" : "runs.pause"} iconOnly />
          <CommandButton command="runs.cancel" iconOnly />
          <CommandButton command="runs.copyId" iconOnly />
        </div>
      </header>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ConnectionNote connection={stream.connection} />
      {error ? <ProblemNote quiet error={new ApiError(error)} /> : null}
      <section className="stack">
        <h2>Input</h2>
        <div className="card">
          <RichText text={input} />
        </div>
      </section>
      <section className="stack">
        <h2>Answer</h2>
        {structured !== null ? (
          <JsonView value={structured} label="Answer" />
        ) : (
          <div className="card">
            {text ? <RichText text={text} /> : <span className="soft">{ended ? "No answer." : "Not yet."}</span>}
          </div>
        )}
      </section>
      <section className="stack">
        <Tabs
          aria-label="About this run"
          items={[
            { id: "steps", label: "Steps" },
            { id: "state", label: "State" },
          ]}
          selected={shown === "state" ? "state" : "steps"}
          onSelect={(view) => navigation.setSearch({ view: view === "steps" ? undefined : view })}
        >
          <div className="tab-body">
            {shown === "state" ? (
              <StateInspector id={id} live={!ended} />
            ) : steps.length > 0 ? (
              <StepList
                steps={steps}
                selected={step ?? null}
                onSelect={(next) => navigation.setSearch({ step: next ?? undefined })}
              />
            ) : (
              <EmptyState icon="list-ordered" title="No step yet">
                {ended ? "The run ended before its first step." : "Steps appear here as soon as the run takes them."}
              </EmptyState>
            )}
          </div>
        </Tabs>
      </section>
    </div>
  );
}
