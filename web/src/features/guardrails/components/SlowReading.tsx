import { CheckField, TextField } from "@/ui/Field";
import { plural } from "@/ui/format";
import type { SlowChoice } from "../slow";

interface Tally {
  read_slowly: number;
  left_unread: number;
  judge_failed: number;
}

/** Whether stored texts are read by what is slow as well, and how many of them. */
export function SlowReading({ value, onValue }: { value: SlowChoice; onValue: (value: SlowChoice) => void }) {
  return (
    <fieldset>
      <legend>Also read by what is slow</legend>
      <CheckField
        label="The judge"
        hint="It costs what the model costs, out of the tenant’s budgets."
        checked={value.judge}
        onChecked={(judge) => onValue({ ...value, judge })}
      />
      <CheckField
        label="Models of the operator"
        checked={value.models}
        onChecked={(models) => onValue({ ...value, models })}
      />
      {value.judge || value.models ? (
        <TextField
          label="Texts at most"
          type="number"
          min={1}
          max={200}
          value={String(value.slow_texts)}
          onValue={(text) => onValue({ ...value, slow_texts: Number(text) })}
          hint="From 1 to 200, for a minute at most; what is left is counted."
        />
      ) : null}
    </fieldset>
  );
}

/** How much was read by what is slow. */
export function SlowTally({ tally }: { tally: Tally }) {
  if (tally.read_slowly + tally.left_unread === 0) return null;
  return (
    <p className="soft">
      A judge or the operator’s models read {plural(tally.read_slowly, "text")}, {tally.left_unread} are left
      {tally.judge_failed > 0 ? `; for ${tally.judge_failed} there was no verdict, which counts as a hit` : ""}.
    </p>
  );
}
