import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "@/api/client";
import { toProblem } from "@/api/errors";
import type { Session } from "@/api/types";
import { enter } from "./session";

export interface Credentials {
  email: string;
  password: string;
  tenant?: string;
}

/** Signing in with a password; `challenge` is set when the account asks for a code as well. */
export function useSignIn(before: Session | null, onEntered?: () => void) {
  const client = useQueryClient();
  const signIn = useMutation({
    mutationFn: (body: Credentials) => call("signIn", { body }),
    onSuccess: (session) => {
      enter(client, session, before);
      onEntered?.();
    },
  });
  const problem = signIn.error ? toProblem(signIn.error) : null;
  return { signIn, challenge: problem?.code === "identity.second-factor-needed" ? (problem.challenge ?? "") : null };
}
