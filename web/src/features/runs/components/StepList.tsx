import { useEffect, useId, useState } from "react";
import { ApiError } from "@/api/errors";
import type { Json } from "@/api/json";
import { Badge } from "@/ui/Badge";
import { durationBetween, formatCost, formatCount, formatDuration } from "@/ui/format";
import { Icon } from "@/ui/Icon";
import { JsonView } from "@/ui/JsonView";
import { ProblemNote } from "@/ui/ProblemNote";
import { RichText } from "@/ui/RichText";
import type { StepView } from "../runView";
import { RunBadge } from "./RunBadge";

const KINDS: Record<StepView["kind"], { icon: string; text: string }> = {
  model_call: { icon: "sparkle", text: "Model" },
  tool_call: { icon: "tools", text: "Tool" },
  hand_off: { icon: "arrow-swap", text: "Hand-off" },
};

const NOTES: Record<StepView["notes"][number]["kind"], { icon: string; text: string }> = {
  retry: { icon: "refresh", text: "Tried again" },
  fallback: { icon: "git-compare", text: "Fell back" },
  reset: { icon: "history", text: "Generated again" },
};

/** A duration that goes on while something runs. */
function Duration({ start, end }: { start: string | null; end: string | null }) {
  const [, tick] = useState(0);
  const running = start !== null && end === null;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => tick((count) => count + 1), 200);
    return () => clearInterval(timer);
  }, [running]);
  const ms = durationBetween(start, end);
  return ms === null ? null : <span>{formatDuration(ms)}</span>;
}

function Value({ value, label }: { value: Json; label: string }) {
  if (value === null) return null;
  return (
    <div className="stack tight">
      <h3>{label}</h3>
      {typeof value === "string" ? <RichText text={value} /> : <JsonView value={value} label={label} />}
    </div>
  );
}

/** The model that answered in the end, when a route was asked. */
function modelOf(output: Json): string | null {
  const model = output && typeof output === "object" && !Array.isArray(output) ? output["model"] : null;
  return typeof model === "string" ? model : null;
}

interface CardProps {
  step: StepView;
  open: boolean;
  onToggle: () => void;
}

function StepCard({ step, open, onToggle }: CardProps) {
  const id = useId();
  const kind = KINDS[step.kind];
  const model = modelOf(step.output);
  const tokens = step.usage ? step.usage.input_tokens + step.usage.output_tokens : 0;
  return (
    <li className={`step ${step.state}`}>
      <button type="button" className="step-head" aria-expanded={open} aria-controls={id} onClick={onToggle}>
        <Icon name={open ? "chevron-down" : "chevron-right"} />
        <Icon name={kind.icon} />
        <span className="step-number">{step.number}</span>
        <span className="step-name">
          <span className="visually-hidden">{kind.text}:</span> {step.name || kind.text}
          {model && model !== step.name ? <span className="faint"> → {model}</span> : null}
        </span>
        {step.state === "completed" ? (
          <span className="visually-hidden">Completed</span>
        ) : (
          <RunBadge state={step.state} />
        )}
        {step.notes.map((note, index) => (
          <Badge key={index} tone="warn" icon={NOTES[note.kind].icon}>
            {NOTES[note.kind].text}
          </Badge>
        ))}
        <span className="step-figures">
          {tokens > 0 && step.usage ? (
            <span title={`${formatCount(step.usage.input_tokens)} in, ${formatCount(step.usage.output_tokens)} out`}>
              {formatCount(tokens)} tokens
            </span>
          ) : null}
          {step.kind === "model_call" && step.state === "completed" ? <span>{formatCost(step.costMicros)}</span> : null}
          <Duration start={step.startedAt} end={step.endedAt} />
        </span>
      </button>
      <div id={id} hidden={!open} className="step-body">
        {open ? (
          <>
            {step.notes.map((note, index) => (
              <p key={index} className="step-note">
                <Icon name={NOTES[note.kind].icon} />
                {note.text}
              </p>
            ))}
            {step.error ? <ProblemNote quiet error={new ApiError(step.error)} /> : null}
            <Value value={step.input} label="Input" />
            {step.text && step.output === null ? (
              <Value value={step.text} label="Output so far" />
            ) : (
              <Value value={step.output} label="Output" />
            )}
          </>
        ) : null}
      </div>
    </li>
  );
}

interface ListProps {
  steps: readonly StepView[];
  /** The step that is open, when the page keeps that in its address. */
  selected?: string | null;
  onSelect?: (id: string | null) => void;
}

/** The steps of a run in order, each to open for what went in and what came out. */
export function StepList({ steps, selected, onSelect }: ListProps) {
  const [own, setOwn] = useState<string | null>(null);
  const open = onSelect ? selected : own;
  const toggle = (id: string) => (onSelect ?? setOwn)(open === id ? null : id);
  return (
    <ol className="steps" aria-label="Steps">
      {steps.map((step) => (
        <StepCard key={step.id} step={step} open={open === step.id} onToggle={() => toggle(step.id)} />
      ))}
    </ol>
  );
}
