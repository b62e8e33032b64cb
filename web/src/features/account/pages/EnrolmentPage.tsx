import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { invalidate } from "@/api/queryKeys";
import type { Session } from "@/api/types";
import { Announcer } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { notifyProblem, Toasts } from "@/ui/toasts";
import "../components/account.css";
import { AddPasskey } from "../components/AddPasskey";
import { EnrolApp } from "../components/EnrolApp";
import { EntryFrame } from "../components/EntryFrame";
import { signOut } from "../session";

/** All that somebody sees who must enrol a second factor first; the page they asked for comes right after. */
export function EnrolmentPage({ session }: { session: Session }) {
  const client = useQueryClient();
  const [open, setOpen] = useState<"app" | "passkey" | null>(null);
  useEffect(() => {
    document.title = "Second factor needed · Charter";
  }, []);
  const close = () => setOpen(null);
  const done = () => {
    close();
    void invalidate(client, "getSession");
  };
  return (
    <>
      <EntryFrame
        title="Set up a second factor"
        lead={`${session.tenant.name} asks everybody who signs in with a password for a second factor. Set one up now; until then nothing else opens.`}
      >
        <div className="form">
          <Button look="primary" icon="device-mobile" onClick={() => setOpen("app")}>
            Use an authenticator app
          </Button>
          <Button icon="key" onClick={() => setOpen("passkey")}>
            Use a passkey
          </Button>
          <Button look="ghost" onClick={() => signOut(client).catch(notifyProblem)}>
            Sign out
          </Button>
        </div>
      </EntryFrame>
      {open === "app" ? <EnrolApp onDone={done} onClose={close} /> : null}
      {open === "passkey" ? <AddPasskey onDone={done} onClose={close} /> : null}
      <Toasts />
      <Announcer />
    </>
  );
}
