import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import type { GuardrailStage } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { SelectField, TextArea, TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { useGuardrailChange } from "../queries";
import { canRead, choicesOf, type Detector, DETECTORS, EXPECTED, STAGES, type Expected } from "../words";

/** Keeps a text of which it is known whether a detector is to hit it. */
export function CaseDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const [stage, setStage] = useState<GuardrailStage>("input");
  const [detector, setDetector] = useState<Detector>("injection");
  const [expected, setExpected] = useState<Expected>("hits");
  const [note, setNote] = useState("");
  const save = useGuardrailChange(() =>
    call("createGuardrailCase", { body: { text, stage, detector, expected, note: note.trim() } }),
  );
  const fields = save.error ? (toProblem(save.error).errors ?? []) : [];
  const fault = (path: string) => {
    const found = fieldProblem(fields, path);
    return found ? { message: found.message } : null;
  };
  const missing = text ? null : "Write the text first.";
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!missing) save.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <Dialog title="New test case" onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <TextArea label="Text" value={text} onValue={setText} fault={fault("/text")} />
        <SelectField
          label="It is"
          value={stage}
          choices={choicesOf(STAGES)}
          onValue={(value) => setStage(value as GuardrailStage)}
        />
        <SelectField
          label="Detector"
          value={detector}
          choices={choicesOf(DETECTORS).map((choice) => ({ ...choice, disabled: !canRead(choice.value, stage) }))}
          onValue={(value) => setDetector(value as Detector)}
        />
        <SelectField
          label="What is right"
          value={expected}
          choices={choicesOf(EXPECTED)}
          onValue={(value) => setExpected(value as Expected)}
        />
        <TextField label="Note" required={false} value={note} onValue={setNote} fault={fault("/note")} />
        {save.error && fields.length === 0 ? <ProblemNote error={save.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={save.isPending} disabledReason={missing}>
            Keep it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
