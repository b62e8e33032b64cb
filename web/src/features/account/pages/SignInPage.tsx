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
import { useSignIn } from "../signIn";
import { provePasskey } from "../webauthn";
import { SecondFactorPage } from "./SecondFactorPage";

/** Sign-in in place of the page that was asked for: the address stays, so the person lands where they wanted to be. */
export function SignInPage({ before }: { before: Session | null }) {
  const [email, setEmail] = useState(before?.principal.label ?? "");
  const [password, setPassword] = useState("");
  const { signIn, challenge } = useSignIn(before);
  const forgotten = useMutation({ mutationFn: () => call("askForPasswordReset", { body: { email } }) });
  const client = useQueryClient();
  const withPasskey = useMutation({
    mutationFn: async () => {
      const { token, options } = await call("askForPasskey", {});
      return call("signInWithPasskey", { body: { token, credential: await provePasskey(options) } });
    },
    onSuccess: (session) => enter(client, session, before),
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    signIn.mutate({ email, password });
  };
  if (challenge !== null)
    return <SecondFactorPage challenge={challenge} before={before} onCancel={() => signIn.reset()} />;
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
        <Button icon="key" busy={withPasskey.isPending} onClick={() => withPasskey.mutate()}>
          Sign in with a passkey
        </Button>
        {withPasskey.error ? <ProblemNote error={withPasskey.error} /> : null}
        <Button
          look="ghost"
          busy={forgotten.isPending}
          disabledReason={email ? null : "Enter your email address first."}
          onClick={() => forgotten.mutate()}
        >
          Forgot your password?
        </Button>
        {forgotten.error ? <ProblemNote error={forgotten.error} /> : null}
        {forgotten.isSuccess ? (
          <p role="status" className="soft">
            If this address has an account and this installation sends mail, a link is on its way. Otherwise ask an
            administrator of your organisation for one.
          </p>
        ) : null}
      </form>
      <SignOnOffers />
    </EntryFrame>
  );
}
