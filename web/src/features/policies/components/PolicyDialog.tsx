import { useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import { parseJsonObject } from "@/api/json";
import type { Risk, ToolPolicy, ToolPolicyEffect } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { CheckField, SelectField, TextArea, TextField } from "@/ui/Field";
import { JsonField } from "@/ui/JsonField";
import { ProblemNote } from "@/ui/ProblemNote";
import { agentsQuery, usePolicyChange } from "../queries";
import { EFFECTS, RISKS } from "../words";

const HOUR_S = 3_600;

interface Form {
  name: string;
  effect: ToolPolicyEffect;
  tools: string;
  agents: string[];
  risks: Risk[];
  condition: string;
  schema: string;
  reason: string;
  fourEyes: boolean;
  hours: string;
  enabled: boolean;
  position: string;
}

function formOf(policy: ToolPolicy | null, position: number): Form {
  return {
    name: policy?.name ?? "",
    effect: policy?.effect ?? "ask",
    tools: (policy?.tools ?? []).join("\n"),
    agents: policy?.agents ?? [],
    risks: policy?.risks ?? [],
    condition: policy?.condition ?? "",
    schema: policy?.arguments_schema ? JSON.stringify(policy.arguments_schema, null, 2) : "",
    reason: policy?.reason ?? "",
    fourEyes: policy?.four_eyes ?? false,
    hours: String((policy?.expires_after_s ?? 72 * HOUR_S) / HOUR_S),
    enabled: policy?.enabled ?? true,
    position: String(policy?.position ?? position),
  };
}

function bodyOf(form: Form) {
  const schema = form.schema.trim() ? parseJsonObject(form.schema) : null;
  return {
    name: form.name.trim(),
    effect: form.effect,
    tools: form.tools.split(/[\s,]+/).filter(Boolean),
    agents: form.agents,
    risks: form.risks,
    condition: form.condition.trim() || null,
    arguments_schema: schema && "value" in schema ? schema.value : null,
    reason: form.reason,
    four_eyes: form.fourEyes,
    expires_after_s: Math.round(Number(form.hours) * HOUR_S),
    enabled: form.enabled,
    position: Math.round(Number(form.position)),
  };
}

function missingIn(form: Form): string | null {
  const schema = form.schema.trim() ? parseJsonObject(form.schema) : null;
  if (!form.name.trim()) return "Name the policy first.";
  if (!form.tools.trim()) return "Say for which tools it is; * is for all.";
  if (schema && "fault" in schema) return `The JSON Schema is none: ${schema.fault}`;
  return Number(form.hours) > 0 ? null : "Say how long an answer may take.";
}

/** Some of a list, by names that are ticked. */
function Ticks<Name extends string>({
  legend,
  names,
  chosen,
  onChosen,
}: {
  legend: string;
  names: readonly { value: Name; label: string }[];
  chosen: readonly Name[];
  onChosen: (chosen: Name[]) => void;
}) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      <div className="row">
        {names.map(({ value, label }) => (
          <CheckField
            key={value}
            label={label}
            checked={chosen.includes(value)}
            onChecked={(on) => onChosen(on ? [...chosen, value] : chosen.filter((one) => one !== value))}
          />
        ))}
      </div>
    </fieldset>
  );
}

interface Props {
  /** The policy to change; null makes a new one. */
  policy: ToolPolicy | null;
  /** Where a new one goes. */
  position: number;
  onDone: () => void;
  onClose: () => void;
}

/** Says what becomes of calls that fit. */
export function PolicyDialog({ policy, position, onDone, onClose }: Props) {
  const [form, setForm] = useState(() => formOf(policy, position));
  const set = (patch: Partial<Form>) => setForm((before) => ({ ...before, ...patch }));
  const agents = useQuery(agentsQuery);
  const save = usePolicyChange(() =>
    policy
      ? call("changeToolPolicy", { path: { policy_id: policy.id }, body: bodyOf(form) })
      : call("createToolPolicy", { body: bodyOf(form) }),
  );
  const fields = save.error ? (toProblem(save.error).errors ?? []) : [];
  const fault = (path: string) => {
    const found = fieldProblem(fields, path);
    return found ? { message: found.message } : null;
  };
  const missing = missingIn(form);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!missing) save.mutate(undefined, { onSuccess: onDone });
  };
  return (
    <Dialog title={policy ? `Change ${policy.name}` : "New tool policy"} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <TextField label="Name" value={form.name} onValue={(name) => set({ name })} fault={fault("/name")} />
        <SelectField
          label="What becomes of a call that fits"
          value={form.effect}
          choices={Object.entries(EFFECTS).map(([value, { label, means }]) => ({ value, label: `${label}: ${means}` }))}
          onValue={(effect) => set({ effect: effect as ToolPolicyEffect })}
        />
        <TextArea
          label="Tools"
          mono
          rows={2}
          value={form.tools}
          onValue={(tools) => set({ tools })}
          hint="Names, one a line; * stands for any characters, as in crm__*."
          fault={fault("/tools")}
        />
        <TextArea
          label="Condition"
          required={false}
          mono
          rows={2}
          spellCheck={false}
          value={form.condition}
          onValue={(condition) => set({ condition })}
          hint="FEEL over arguments, tool, agent, caller, tainted, sensitive and seen_output, such as arguments.amount > 100."
          fault={fault("/condition")}
        />
        <Ticks
          legend="Only of these risks"
          names={RISKS.map((value) => ({ value, label: value }))}
          chosen={form.risks}
          onChosen={(risks) => set({ risks })}
        />
        <Ticks
          legend="Only calls of these agents"
          names={(agents.data?.items ?? []).map(({ slug, name }) => ({ value: slug, label: name }))}
          chosen={form.agents}
          onChosen={(chosen) => set({ agents: chosen })}
        />
        <TextField
          label="Reason"
          required={false}
          value={form.reason}
          onValue={(reason) => set({ reason })}
          hint="Told to the model, and to who is asked."
          fault={fault("/reason")}
        />
        {form.effect === "ask" ? (
          <>
            <TextField
              label="Hours that an answer may take"
              type="number"
              min={1}
              value={form.hours}
              onValue={(hours) => set({ hours })}
              fault={fault("/expires_after_s")}
            />
            <CheckField
              label="Four eyes: who started the run cannot approve"
              checked={form.fourEyes}
              onChecked={(fourEyes) => set({ fourEyes })}
            />
          </>
        ) : null}
        <details>
          <summary>More</summary>
          <div className="stack">
            <JsonField
              label="JSON Schema that the arguments must satisfy to fit"
              text={form.schema}
              onText={(schema) => set({ schema })}
            />
            <TextField
              label="Position"
              type="number"
              value={form.position}
              onValue={(at) => set({ position: at })}
              hint="The first policy that fits decides."
              fault={fault("/position")}
            />
            <CheckField label="It counts" checked={form.enabled} onChecked={(enabled) => set({ enabled })} />
          </div>
        </details>
        {save.error && fields.length === 0 ? <ProblemNote error={save.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={save.isPending} disabledReason={missing}>
            Save policy
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
