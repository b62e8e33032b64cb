import type { FieldProblem } from "@/api/errors";
import { fieldProblem } from "@/api/errors";
import type { GuardrailAction, GuardrailRule, GuardrailStage } from "@/api/types";
import { Button, IconButton } from "@/ui/Button";
import { TableHead } from "@/ui/TableHead";
import { ACTIONS, CAN_ASK, choicesOf, DETECTORS, STAGES } from "../words";

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
    disabled: value === "ask" && !CAN_ASK.includes(stage),
  }));
}

/** What is taken out of what a run begins with is known to it, and can be put back later. */
function canRestore({ action, stage }: GuardrailRule): boolean {
  return action === "redact" && (stage === "input" || stage === "recalled");
}

/** The rule at another place: what only makes sense at the old one is given up. */
function placed(rule: GuardrailRule, patch: Partial<GuardrailRule>): GuardrailRule {
  const next = { ...rule, ...patch };
  const { restore_in, action = "block", ...rest } = next;
  const fitting = action === "ask" && !CAN_ASK.includes(next.stage) ? "block" : action;
  return { ...rest, action: fitting, ...(canRestore(next) && restore_in ? { restore_in } : {}) };
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

interface RowProps {
  rule: GuardrailRule;
  number: number;
  fault: string | null;
  refusal: string | null;
  onRule: (rule: GuardrailRule) => void;
  onRemove: () => void;
}

function Row({ rule, number, fault, refusal, onRule, onRemove }: RowProps) {
  const threshold = rule.threshold ?? 0.5;
  const set = (patch: Partial<GuardrailRule>) => onRule(placed(rule, patch));
  return (
    <tr>
      <td>
        <Select
          label={`Stage of rule ${number}`}
          value={rule.stage}
          choices={choicesOf(STAGES)}
          onValue={(stage) => set({ stage: stage as GuardrailStage })}
        />
        {fault ? <div className="field-error">{fault}</div> : null}
      </td>
      <td>
        <Select
          label={`Detector of rule ${number}`}
          value={rule.detector}
          choices={choicesOf({ [rule.detector]: rule.detector, ...DETECTORS })}
          onValue={(detector) => set({ detector })}
        />
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
  problems: readonly FieldProblem[];
  refusal: string | null;
  onRules: (rules: GuardrailRule[]) => void;
}

/** Rules of a policy: stage, detector, threshold, action. */
export function RulesEditor({ rules, problems, refusal, onRules }: Props) {
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
