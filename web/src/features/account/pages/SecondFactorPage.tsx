import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import type { Session } from "@/api/types";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { EntryFrame } from "../components/EntryFrame";
import { enter } from "../session";
import { provePasskey } from "../webauthn";

interface Props {
  challenge: string;
  before: Session | null;
  onCancel: () => void;
  onEntered?: (() => void) | undefined;
}

/** The second step of signing in: a code of the authenticator app, a recovery code, or a passkey. */
export function SecondFactorPage({ challenge, before, onCancel, onEntered }: Props) {
  const client = useQueryClient();
  const [code, setCode] = useState("");
  const onSuccess = (session: Session) => {
    enter(client, session, before);
    onEntered?.();
  };
  const answer = useMutation({
    mutationFn: () => call("answerSecondFactor", { body: { challenge, code } }),
    onSuccess,
  });
  const withPasskey = useMutation({
    mutationFn: async () => {
      const { options } = await call("askForSecondPasskey", { body: { challenge } });
      const credential = await provePasskey(options);
      return call("answerSecondFactorWithPasskey", { body: { challenge, credential } });
    },
    onSuccess,
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    answer.mutate();
  };
  return (
    <EntryFrame
      title="One more step"
      lead="Enter the code that your authenticator app shows, or a recovery code; or use a passkey."
    >
      <form className="form" onSubmit={submit}>
        <TextField label="Code" mono autoComplete="one-time-code" value={code} onValue={setCode} />
        {answer.error ? <ProblemNote error={answer.error} /> : null}
        <Button
          look="primary"
          type="submit"
          busy={answer.isPending}
          disabledReason={code.trim() ? null : "Enter a code first."}
        >
          Sign in
        </Button>
        <Button icon="key" busy={withPasskey.isPending} onClick={() => withPasskey.mutate()}>
          Use a passkey
        </Button>
        {withPasskey.error ? <ProblemNote error={withPasskey.error} /> : null}
        <Button look="ghost" onClick={onCancel}>
          Begin again
        </Button>
      </form>
    </EntryFrame>
  );
}
