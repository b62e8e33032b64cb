import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { EntryFrame } from "../components/EntryFrame";
import { enter } from "../session";
import { takeLinkToken } from "../linkToken";

const PASSWORD_LENGTH = 12;

/** First run: makes the owner account and the first tenant with the token that the host shows. */
export function SetupPage() {
  const client = useQueryClient();
  const [values, setValues] = useState(() => ({ token: takeLinkToken(), email: "", password: "", tenant_name: "" }));
  const [prefilled] = useState(values.token !== "");
  const [touched, setTouched] = useState(false);
  const setUp = useMutation({
    mutationFn: () => call("setUp", { body: values }),
    onSuccess: (session) => {
      history.replaceState(history.state, "", "/");
      enter(client, session, null);
    },
  });

  const own: Partial<Record<keyof typeof values, string>> = {};
  if (!values.token.trim()) own.token = "Enter the setup token that the server printed when it started.";
  if (!/^[^@\s]+@[^@\s]+$/.test(values.email.trim())) own.email = "Enter an email address, like ada@example.org.";
  if (values.password.length < PASSWORD_LENGTH)
    own.password = `Use at least ${PASSWORD_LENGTH} characters; a sentence is good.`;
  if (!values.tenant_name.trim()) own.tenant_name = "Name your organisation or team.";

  const refused = setUp.error ? (toProblem(setUp.error).errors ?? []) : [];
  const field = (name: keyof typeof values) => {
    const message = (touched ? own[name] : undefined) ?? fieldProblem(refused, `/${name}`)?.message;
    return {
      value: values[name],
      onValue: (value: string) => setValues((before) => ({ ...before, [name]: value })),
      fault: message ? { message } : null,
    };
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTouched(true);
    if (Object.keys(own).length === 0) setUp.mutate();
  };

  return (
    <EntryFrame title="Set up Charter" lead="Make the first account. It owns this installation and can invite others.">
      <form className="form" onSubmit={submit} noValidate>
        <TextField
          label="Setup token"
          mono
          autoComplete="off"
          spellCheck={false}
          hint={
            prefilled
              ? "Taken from the link you opened."
              : "Printed by the server when it started; “charter setup” on the host shows it again."
          }
          {...field("token")}
        />
        <TextField label="Organisation" autoComplete="organization" placeholder="Acme" {...field("tenant_name")} />
        <TextField label="Email" type="email" autoComplete="username" {...field("email")} />
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          hint={`At least ${PASSWORD_LENGTH} characters.`}
          {...field("password")}
        />
        {setUp.error && refused.length === 0 ? <ProblemNote error={setUp.error} /> : null}
        <Button look="primary" type="submit" busy={setUp.isPending}>
          Create account
        </Button>
      </form>
    </EntryFrame>
  );
}
