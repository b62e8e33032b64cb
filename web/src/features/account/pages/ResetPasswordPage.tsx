import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { EntryFrame } from "../components/EntryFrame";
import { takeLinkToken } from "../linkToken";

/** Sets a new password with the token of a link. */
export function ResetPasswordPage() {
  const { history } = useRouter();
  const [token] = useState(takeLinkToken);
  const [password, setPassword] = useState("");
  const reset = useMutation({ mutationFn: () => call("completePasswordReset", { body: { token, password } }) });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    reset.mutate();
  };
  if (reset.isSuccess)
    return (
      <EntryFrame title="Password set" lead="Every session of your account has ended. Sign in with the new password.">
        <Button look="primary" onClick={() => history.replace("/")}>
          Sign in
        </Button>
      </EntryFrame>
    );
  return (
    <EntryFrame title="Set a new password" lead="The link works once. Every session of your account ends.">
      <form className="form" onSubmit={submit}>
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters."
          value={password}
          onValue={setPassword}
        />
        {reset.error ? <ProblemNote error={reset.error} /> : null}
        <Button
          look="primary"
          type="submit"
          busy={reset.isPending}
          disabledReason={password ? null : "Enter a password first."}
        >
          Set password
        </Button>
      </form>
    </EntryFrame>
  );
}
