import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import type { Session } from "@/api/types";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { EntryFrame } from "../components/EntryFrame";
import { enter } from "../session";

interface Props {
  challenge: string;
  before: Session | null;
  onCancel: () => void;
  onEntered?: (() => void) | undefined;
}

/** The second step of signing in: a code of the authenticator app, or a recovery code. */
export function SecondFactorPage({ challenge, before, onCancel, onEntered }: Props) {
  const client = useQueryClient();
  const [code, setCode] = useState("");
  const answer = useMutation({
    mutationFn: () => call("answerSecondFactor", { body: { challenge, code } }),
    onSuccess: (session) => {
      enter(client, session, before);
      onEntered?.();
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    answer.mutate();
  };
  return (
    <EntryFrame title="One more step" lead="Enter the code that your authenticator app shows, or a recovery code.">
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
        <Button look="ghost" onClick={onCancel}>
          Begin again
        </Button>
      </form>
    </EntryFrame>
  );
}
