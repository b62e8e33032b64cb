import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import type { Session } from "@/api/types";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { EntryFrame } from "../components/EntryFrame";
import { SignOnOffers } from "../components/SignOnOffers";
import { enter } from "../session";

/** Sign-in in place of the page that was asked for: the address stays, so the person lands where they wanted to be. */
export function SignInPage({ before }: { before: Session | null }) {
  const client = useQueryClient();
  const [email, setEmail] = useState(before?.principal.label ?? "");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => call("signIn", { body: { email, password } }),
    onSuccess: (session) => enter(client, session, before),
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  const missing = email && password ? null : "Enter your email address and password first.";
  const lead = before
    ? "Your session has ended. Sign in again to go on where you were; what you typed is kept."
    : "Use the account of your organisation.";
  return (
    <EntryFrame title={before ? "Welcome back" : "Sign in"} lead={lead}>
      <form className="form" onSubmit={submit}>
        <TextField label="Email" type="email" autoComplete="username" value={email} onValue={setEmail} />
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          value={password}
          onValue={setPassword}
        />
        {signIn.error ? <ProblemNote error={signIn.error} /> : null}
        <Button look="primary" type="submit" busy={signIn.isPending} disabledReason={missing}>
          Sign in
        </Button>
      </form>
      <SignOnOffers />
    </EntryFrame>
  );
}
