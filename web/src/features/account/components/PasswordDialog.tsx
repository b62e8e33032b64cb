import { useState, type ReactNode, type SyntheticEvent } from "react";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { useAccountChange } from "../queries";

interface Props {
  title: string;
  lead: string;
  action: string;
  look?: "primary" | "danger";
  /** What is done with the password; a refusal is shown and the dialog stays. */
  run: (password: string) => Promise<void>;
  onClose: () => void;
  children?: ReactNode;
  disabledReason?: string | null;
}

/** Asks for the own password again before something that matters. */
export function PasswordDialog({ title, lead, action, look = "primary", run, onClose, children, ...rest }: Props) {
  const [password, setPassword] = useState("");
  const change = useAccountChange(run);
  const missing = rest.disabledReason ?? (password ? null : "Enter your password first.");
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!missing && !change.isPending) change.mutate(password);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{lead}</p>
      <form className="form" onSubmit={submit}>
        {children}
        <TextField
          label="Your password"
          type="password"
          autoComplete="current-password"
          value={password}
          onValue={setPassword}
        />
        {change.error ? <ProblemNote error={change.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button look={look} type="submit" busy={change.isPending} disabledReason={missing}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
