import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { plural } from "@/ui/format";
import { ProblemNote } from "@/ui/ProblemNote";
import { notify } from "@/ui/toasts";
import { secondFactorQuery } from "../queries";
import { EnrolApp } from "./EnrolApp";
import { PasswordDialog } from "./PasswordDialog";

/** The authenticator app: on or off, and the way from one to the other. */
export function SecondFactorSection() {
  const state = useQuery(secondFactorQuery);
  const [open, setOpen] = useState<"enrol" | "disable" | null>(null);
  const close = () => setOpen(null);
  return (
    <section className="card stack" aria-labelledby="account-app">
      <div className="row spread">
        <h2 id="account-app">Authenticator app</h2>
        {state.data ? (
          <Badge tone={state.data.enabled ? "good" : "plain"}>{state.data.enabled ? "on" : "off"}</Badge>
        ) : null}
      </div>
      <p className="soft">With it, signing in by password asks for a code that only your phone can show.</p>
      {state.error ? <ProblemNote error={state.error} onRetry={() => void state.refetch()} /> : null}
      {state.data && (state.data.enabled || state.data.passkeys > 0) ? (
        <p className="soft">{plural(state.data.recovery_codes_left, "recovery code")} left.</p>
      ) : null}
      {state.data ? (
        <div className="row">
          {state.data.enabled ? (
            <Button look="danger" onClick={() => setOpen("disable")}>
              Turn off
            </Button>
          ) : (
            <Button look="primary" onClick={() => setOpen("enrol")}>
              Set up an app
            </Button>
          )}
        </div>
      ) : null}
      {open === "enrol" ? <EnrolApp onDone={close} onClose={close} /> : null}
      {open === "disable" ? (
        <PasswordDialog
          title="Turn off the authenticator app"
          lead="Signing in no longer asks for its codes."
          action="Turn off"
          look="danger"
          onClose={close}
          run={async (password) => {
            await call("disableSecondFactor", { body: { password } });
            notify("The authenticator app is off");
            close();
          }}
        />
      ) : null}
    </section>
  );
}
