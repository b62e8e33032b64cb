import { useState } from "react";
import { call } from "@/api/client";
import { TextField } from "@/ui/Field";
import { createPasskey } from "../webauthn";
import { PasswordDialog } from "./PasswordDialog";
import { RecoveryCodes } from "./RecoveryCodes";

/** Makes a passkey; `onDone` comes when the person has seen the recovery codes that may come with it. */
export function AddPasskey({ onDone, onClose }: { onDone: () => void; onClose: () => void }) {
  const [name, setName] = useState("");
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} onClose={onDone} />;
  return (
    <PasswordDialog
      title="Add a passkey"
      lead="Name it after the device or the key; then the browser asks you to confirm."
      action="Add passkey"
      disabledReason={name.trim() ? null : "Name the passkey first."}
      onClose={onClose}
      run={async (password) => {
        const { token, options } = await call("beginPasskey", { body: { password } });
        const credential = await createPasskey(options);
        const made = await call("registerPasskey", { body: { token, name: name.trim(), credential } });
        if (made.recovery_codes.length > 0) setCodes(made.recovery_codes);
        else onDone();
      }}
    >
      <TextField label="Name" placeholder="Laptop" value={name} onValue={setName} />
    </PasswordDialog>
  );
}
