import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { EntryFrame } from "../components/EntryFrame";
import { takeLinkToken } from "../linkToken";
import { useSignIn } from "../signIn";
import { SecondFactorPage } from "./SecondFactorPage";

/** Accepts the invitation of a link, with the address's account or a new one, and signs in. */
export function AcceptPage() {
  const { history } = useRouter();
  const [token] = useState(takeLinkToken);
  const [password, setPassword] = useState("");
  const home = () => history.replace("/");
  const offer = useQuery({
    queryKey: ["lookAtInvitation"],
    queryFn: () => call("lookAtInvitation", { body: { token } }),
    staleTime: Infinity,
    retry: false,
  });
  const { signIn, challenge } = useSignIn(null, home);
  const accept = useMutation({
    mutationFn: () => call("acceptInvitation", { body: { token, password } }),
    onSuccess: () => {
      if (offer.data) signIn.mutate({ email: offer.data.email, password, tenant: offer.data.tenant_slug });
    },
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    accept.mutate();
  };
  if (challenge !== null)
    return <SecondFactorPage challenge={challenge} before={null} onCancel={home} onEntered={home} />;
  if (offer.error)
    return (
      <EntryFrame title="Invitation" lead="This link does not open anything.">
        <ProblemNote error={offer.error} />
      </EntryFrame>
    );
  if (!offer.data) return <div className="page-wait" role="status" aria-label="Loading the invitation" />;
  const failed = accept.error ?? signIn.error;
  return (
    <EntryFrame
      title={`Join ${offer.data.tenant}`}
      lead={
        <>
          {offer.data.email} is invited as {offer.data.role}.
        </>
      }
    >
      <form className="form" onSubmit={submit}>
        <input type="hidden" autoComplete="username" value={offer.data.email} />
        <TextField
          label="Password"
          type="password"
          hint="Of your account here, if you have one. Otherwise choose one: at least 12 characters."
          value={password}
          onValue={setPassword}
        />
        {failed ? <ProblemNote error={failed} /> : null}
        <Button
          look="primary"
          type="submit"
          busy={accept.isPending || signIn.isPending}
          disabledReason={password ? null : "Enter a password first."}
        >
          Accept and sign in
        </Button>
      </form>
    </EntryFrame>
  );
}
