import { useQuery } from "@tanstack/react-query";
import type { FieldProblem } from "@/api/errors";
import { fieldProblem } from "@/api/errors";
import type {
  GuardrailAction,
  GuardrailJudge,
  GuardrailModelVersion,
  GuardrailRule,
  GuardrailStage,
} from "@/api/types";
import { Button, IconButton } from "@/ui/Button";
import { TableHead } from "@/ui/TableHead";
import { modelsQuery, useJudgeCategories } from "../queries";
import { ACTIONS, canAsk, canRead, choicesOf, detectorName, detectorOfModel, DETECTORS, STAGES } from "../words";

const NEW_RULE: GuardrailRule = {
  stage: "input",
  detector: "injection",
  threshold: 0.5,
  action: "block",
  message: null,
};

function Select({
  label,
  value,
  choices,
  onValue,
}: {
  label: string;
  value: string;
  choices: readonly { value: string; label: string; disabled?: boolean }[];
  onValue: (value: string) => void;
}) {
  return (
    <select className="input" aria-label={label} value={value} onChange={(event) => onValue(event.target.value)}>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value} disabled={choice.disabled ?? false}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

function actionChoices(stage: GuardrailStage) {
  return Object.entries(ACTIONS).map(([value, { label, means }]) => ({
    value,
    label: `${label}: ${means}`,
    disabled: value === "ask" && !canAsk(stage),
  }));
}

function stageChoices(detector: string) {
  return choicesOf(STAGES).map((choice) => ({
    ...choice,
    disabled: !canRead(detector, choice.value as GuardrailStage),
  }));
}

/** Our own detectors, and the models that the operator brought; one without an active version reads nothing. */
function detectorChoices({ stage, detector }: GuardrailRule, models: readonly GuardrailModelVersion[]) {
  const brought = models.filter(({ kind }) => kind !== "classifiers");
  const active = new Set(brought.filter(({ state }) => state === "active").map(({ model }) => model));
  const all = new Map(choicesOf(DETECTORS).map((choice) => [choice.value, { ...choice, disabled: false }]));
  if (!all.has(detector)) all.set(detector, { value: detector, label: detectorName(detector), disabled: false });
  for (const { model } of brought) {
    const value = detectorOfModel(model);
    const label = detectorName(value);
    all.set(value, {
      value,
      label: active.has(model) ? label : `${label} (no version is active)`,
      disabled: !active.has(model),
    });
  }
  return [...all.values()].map((choice) => ({ ...choice, disabled: choice.disabled || !canRead(choice.value, stage) }));
}

/** What is taken out of what a run begins with is known to it, and can be put back later. */
function canRestore({ action, stage }: GuardrailRule): boolean {
  return action === "redact" && (stage === "input" || stage === "recalled");
}

/** The rule at another place: what only makes sense at the old one is given up. */
function placed(rule: GuardrailRule, patch: Partial<GuardrailRule>): GuardrailRule {
  const next = { ...rule, ...patch };
  const { restore_in, categories, action = "block", ...rest } = next;
  const fitting = action === "ask" && !canAsk(next.stage) ? "block" : action;
  return {
    ...rest,
    action: fitting,
    ...(canRestore(next) && restore_in ? { restore_in } : {}),
    ...(next.detector === "judge" && categories ? { categories } : {}),
  };
}

const RESTORES = { tool_argument: "put it back in arguments of tools", output: "put it back in the answer" } as const;
type Restored = keyof typeof RESTORES;

function Restoring({ rule, number, onRule }: Pick<RowProps, "rule" | "number" | "onRule">) {
  const chosen = rule.restore_in ?? [];
  return (Object.keys(RESTORES) as Restored[]).map((place) => (
    <label key={place} className="check">
      <input
        type="checkbox"
        aria-label={`Rule ${number}: ${RESTORES[place]}`}
        checked={chosen.includes(place)}
        onChange={(event) =>
          onRule({
            ...rule,
            restore_in: event.target.checked ? [...chosen, place] : chosen.filter((one) => one !== place),
          })
        }
      />
      {RESTORES[place]}
    </label>
  ));
}

/** The categories of the judge that count for one rule; without any all of them do. */
function Counting({ rule, number, judge, onRule }: Pick<RowProps, "rule" | "number" | "judge" | "onRule">) {
  const chosen = rule.categories ?? [];
  const own = (judge?.own_categories ?? []).map(({ name }) => name).filter(Boolean);
  const known = useJudgeCategories();
  const asked = new Set([...(judge?.categories ?? known.map(({ name }) => name)), ...own]);
  const labels = new Map(known.map((one) => [one.name, one.label]));
  const label = (name: string) => `${labels.get(name) ?? name}${asked.has(name) ? "" : " (the judge is not asked)"}`;
  return (
    <details>
      <summary>{chosen.length === 0 ? "Of all categories" : `Only of ${chosen.map(label).join(", ")}`}</summary>
      {[...new Set([...asked, ...chosen])].map((name) => (
        <label key={name} className="check">
          <input
            type="checkbox"
            aria-label={`Rule ${number}: only ${label(name)}`}
            checked={chosen.includes(name)}
            onChange={(event) =>
              onRule({
                ...rule,
                categories: event.target.checked ? [...chosen, name] : chosen.filter((one) => one !== name),
              })
            }
          />
          {label(name)}
        </label>
      ))}
    </details>
  );
}

interface RowProps {
  rule: GuardrailRule;
  judge: GuardrailJudge | null;
  models: readonly GuardrailModelVersion[];
  number: number;
  fault: string | null;
  refusal: string | null;
  onRule: (rule: GuardrailRule) => void;
  onRemove: () => void;
}

function Row({ rule, judge, models, number, fault, refusal, onRule, onRemove }: RowProps) {
  const threshold = rule.threshold ?? 0.5;
  const set = (patch: Partial<GuardrailRule>) => onRule(placed(rule, patch));
  return (
    <tr>
      <td>
        <Select
          label={`Stage of rule ${number}`}
          value={rule.stage}
          choices={stageChoices(rule.detector)}
          onValue={(stage) => set({ stage: stage as GuardrailStage })}
        />
        {fault ? <div className="field-error">{fault}</div> : null}
      </td>
      <td>
        <Select
          label={`Detector of rule ${number}`}
          value={rule.detector}
          choices={detectorChoices(rule, models)}
          onValue={(detector) => set({ detector })}
        />
        {rule.detector === "judge" ? <Counting rule={rule} number={number} judge={judge} onRule={onRule} /> : null}
      </td>
      <td>
        <input
          className="input threshold"
          type="number"
          min={0.01}
          max={1}
          step={0.01}
          aria-label={`Threshold of rule ${number}`}
          aria-invalid={threshold <= 0 || threshold > 1 ? true : undefined}
          value={threshold}
          onChange={(event) => set({ threshold: Number(event.target.value) })}
        />
      </td>
      <td>
        <Select
          label={`Action of rule ${number}`}
          value={rule.action ?? "block"}
          choices={actionChoices(rule.stage)}
          onValue={(action) => set({ action: action as GuardrailAction })}
        />
        {canRestore(rule) ? <Restoring rule={rule} number={number} onRule={onRule} /> : null}
      </td>
      <td>
        <input
          className="input"
          aria-label={`Message of rule ${number}`}
          placeholder="The usual one"
          maxLength={500}
          value={rule.message ?? ""}
          onChange={(event) => set({ message: event.target.value || null })}
        />
      </td>
      <td className="number">
        <IconButton
          small
          icon="trash"
          aria-label={`Remove rule ${number}`}
          disabledReason={refusal}
          onClick={onRemove}
        />
      </td>
    </tr>
  );
}

interface Props {
  rules: readonly GuardrailRule[];
  judge: GuardrailJudge | null;
  problems: readonly FieldProblem[];
  refusal: string | null;
  onRules: (rules: GuardrailRule[]) => void;
}

/** Rules of a policy: stage, detector, threshold, action. */
export function RulesEditor({ rules, judge, problems, refusal, onRules }: Props) {
  const models = useQuery(modelsQuery).data ?? [];
  return (
    <section className="stack" aria-labelledby="guardrail-rules">
      <h2 id="guardrail-rules">Rules</h2>
      <p className="soft">
        What no rule names is not checked for. A score of 0.5 is what the models are calibrated to.
      </p>
      <div className="table-wrap">
        <table className="table rules" aria-label="Rules">
          <TableHead columns={["Text", "Detector", "From a score of", "Action", "Message"]} actions />
          <tbody>
            {rules.map((rule, at) => (
              <Row
                key={at}
                rule={rule}
                judge={judge}
                models={models}
                number={at + 1}
                fault={fieldProblem(problems, `/document/rules/${at}`)?.message ?? null}
                refusal={refusal}
                onRule={(next) => onRules(rules.map((one, other) => (other === at ? next : one)))}
                onRemove={() => onRules(rules.filter((_, other) => other !== at))}
              />
            ))}
          </tbody>
        </table>
      </div>
      <div>
        <Button icon="add" disabledReason={refusal} onClick={() => onRules([...rules, NEW_RULE])}>
          Add a rule
        </Button>
      </div>
    </section>
  );
}
