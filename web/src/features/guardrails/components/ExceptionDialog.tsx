import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import type { Violation } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { SelectField, TextArea, TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { useGuardrailChange } from "../queries";

const DAYS = [
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "364", label: "1 year" },
];

interface Props {
  violation: Violation;
  onDone: () => void;
  onClose: () => void;
}

/** Makes a violation a false positive: its text passes for some time and becomes a test case, in one step. */
export function ExceptionDialog({ violation, onDone, onClose }: Props) {
  const [reason, setReason] = useState("");
  const [days, setDays] = useState("30");
  const [text, setText] = useState("");
  const save = useGuardrailChange(() =>
    call("learnFromViolation", {
      path: { violation_id: violation.id },
      body: {
        reason: reason.trim(),
        expires_at: new Date(Date.now() + Number(days) * 86_400_000).toISOString(),
        ...(text ? { text } : {}),
      },
    }),
  );
  const fields = save.error ? (toProblem(save.error).errors ?? []) : [];
  const fault = (path: string) => {
    const found = fieldProblem(fields, path);
    return found ? { message: found.message } : null;
  };
  const missing = reason.trim() ? null : "Say why it is harmless.";
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!missing) save.mutate(undefined, { onSuccess: onDone });
  };
  return (
    <Dialog title="Let this text pass" onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <p>
          The violation becomes a false positive, and the same text passes {violation.detector} until the exception
          ends.
        </p>
        <TextField label="Reason" value={reason} onValue={setReason} fault={fault("/reason")} />
        <SelectField label="For" value={days} choices={DAYS} onValue={setDays} fault={fault("/expires_at")} />
        <TextArea
          label="The text"
          required={false}
          rows={3}
          value={text}
          onValue={setText}
          hint="Only where the run did not keep it; it must be the one that was hit."
          fault={fault("/text")}
        />
        {save.error && fields.length === 0 ? <ProblemNote error={save.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={save.isPending} disabledReason={missing}>
            Make the exception
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
