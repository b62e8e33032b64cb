import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import type { Result } from "@/api/operations";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { useAccountChange } from "../queries";
import { PasswordDialog } from "./PasswordDialog";
import { RecoveryCodes } from "./RecoveryCodes";

type Enrolment = Result<"enrolSecondFactor">;

function ConfirmApp({
  enrolment,
  onConfirmed,
  onClose,
}: {
  enrolment: Enrolment;
  onConfirmed: (codes: string[]) => void;
  onClose: () => void;
}) {
  const [code, setCode] = useState("");
  const confirm = useAccountChange(() => call("confirmSecondFactor", { body: { code: code.trim() } }));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (code.trim()) confirm.mutate(undefined, { onSuccess: ({ codes }) => onConfirmed(codes) });
  };
  return (
    <Dialog title="Scan this code" onClose={onClose}>
      <p>
        Scan it with your authenticator app, <a href={enrolment.uri}>open it in an app on this device</a>, or type the
        key <code>{enrolment.secret}</code>.
      </p>
      <img className="account-qr" src={enrolment.qr_svg} alt="QR code for your authenticator app" />
      <form className="form" onSubmit={submit}>
        <TextField
          label="Code that the app shows"
          mono
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onValue={setCode}
        />
        {confirm.error ? <ProblemNote error={confirm.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            busy={confirm.isPending}
            disabledReason={code.trim() ? null : "Enter the code first."}
          >
            Turn on
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** From the password over the QR code to the recovery codes. `onDone` comes when the person has seen all of it. */
export function EnrolApp({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} onClose={onDone} />;
  if (enrolment)
    return (
      <ConfirmApp
        enrolment={enrolment}
        onClose={onClose}
        onConfirmed={(made) => (made.length > 0 ? setCodes(made) : onDone())}
      />
    );
  return (
    <PasswordDialog
      title="Set up an authenticator app"
      lead="Enter your password; then scan a QR code with the app."
      action="Continue"
      onClose={onClose}
      run={async (password) => setEnrolment(await call("enrolSecondFactor", { body: { password } }))}
    />
  );
}
