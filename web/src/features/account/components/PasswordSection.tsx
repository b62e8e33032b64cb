import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { notify } from "@/ui/toasts";
import { useAccountChange } from "../queries";

const NOTHING = { old_password: "", password: "" };

/** Changes the own password. */
export function PasswordSection() {
  const [values, setValues] = useState(NOTHING);
  const change = useAccountChange(() => call("changePassword", { body: values }));
  const refused = change.error ? (toProblem(change.error).errors ?? []) : [];
  const field = (name: keyof typeof values) => {
    const message = fieldProblem(refused, `/${name}`)?.message;
    return {
      value: values[name],
      onValue: (value: string) => setValues((before) => ({ ...before, [name]: value })),
      fault: message ? { message } : null,
    };
  };
  const missing = values.old_password && values.password ? null : "Enter both passwords first.";
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (missing || change.isPending) return;
    change.mutate(undefined, {
      onSuccess: () => {
        setValues(NOTHING);
        notify("Your password was changed", "Every other browser is signed out.");
      },
    });
  };
  return (
    <section className="card stack" aria-labelledby="account-password">
      <h2 id="account-password">Password</h2>
      <p className="soft">Changing it signs you out in every other browser.</p>
      <form className="form" onSubmit={submit}>
        <TextField
          label="Present password"
          type="password"
          autoComplete="current-password"
          {...field("old_password")}
        />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters."
          {...field("password")}
        />
        {change.error && refused.length === 0 ? <ProblemNote error={change.error} /> : null}
        <div className="form-actions">
          <Button look="primary" type="submit" busy={change.isPending} disabledReason={missing}>
            Change password
          </Button>
        </div>
      </form>
    </section>
  );
}
