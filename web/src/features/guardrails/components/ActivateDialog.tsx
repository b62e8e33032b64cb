import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { toProblem } from "@/api/errors";
import type { GuardrailModelVersion } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { notify } from "@/ui/toasts";
import { faultOf } from "../faults";
import { useGuardrailChange } from "../queries";

interface Props {
  version: GuardrailModelVersion;
  /** Why it cannot be tried on a part of the texts only. */
  trialRefusal: string | null;
  onClose: () => void;
}

/** Asks about how many of all texts a version is to decide, before it does. */
export function ActivateDialog({ version: { model, version }, trialRefusal, onClose }: Props) {
  const [share, setShare] = useState("100");
  const activate = useGuardrailChange((share_percent: number) =>
    call("activateGuardrailModel", { path: { model, model_version: version }, body: { share_percent } }),
  );
  const percent = Number(share);
  const impossible = Number.isInteger(percent) && percent >= 1 && percent <= 100 ? null : "From 1 to 100.";
  const refused = activate.error ? faultOf(toProblem(activate.error).errors ?? [], "/share_percent") : null;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (impossible) return;
    activate.mutate(percent, {
      onSuccess: () => {
        notify(`${model} ${version} decides`, percent < 100 ? `On trial, about ${percent} % of all texts.` : "");
        onClose();
      },
    });
  };
  return (
    <Dialog title={`Have ${model} ${version} decide?`} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <p>It decides for all tenants of this installation, in every process within a second.</p>
        <TextField
          label="Percent of all texts"
          type="number"
          min={1}
          max={100}
          value={share}
          disabled={trialRefusal !== null}
          onValue={setShare}
          hint={trialRefusal ?? "Below 100 it is on trial beside the active version, always about the same texts."}
          fault={impossible ? { message: impossible } : refused}
        />
        {activate.error && !refused ? <ProblemNote error={activate.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button look="primary" type="submit" icon="rocket" busy={activate.isPending} disabledReason={impossible}>
            {percent < 100 ? "Begin the trial" : "Activate"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
