import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import type { ToolCredential } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { CheckField, TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { useCredentialChange } from "../queries";

interface Props {
  /** The credential that gets another value; none means a new one. */
  credential?: ToolCredential;
  host?: string;
  onDone: (made: ToolCredential) => void;
  onClose: () => void;
}

/** Keeps a header with a secret for one host, or gives it another value. It can be written and never read again. */
export function CredentialDialog({ credential, host: startHost = "", onDone, onClose }: Props) {
  const [name, setName] = useState("");
  const [host, setHost] = useState(startHost);
  const [header, setHeader] = useState("Authorization");
  const [value, setValue] = useState("");
  const [overHttp, setOverHttp] = useState(false);
  const save = useCredentialChange(() =>
    credential
      ? call("changeToolCredential", { path: { credential_id: credential.id }, body: { value } })
      : call("createToolCredential", { body: { name, host, header, value, over_http: overHttp } }),
  );
  const fields = save.error ? (toProblem(save.error).errors ?? []) : [];
  const fault = (path: string) => {
    const found = fieldProblem(fields, path);
    return found ? { message: found.message } : null;
  };
  const missing = !credential && !name ? "Name it first." : !credential && !host ? "Say for which host it is." : null;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!missing && value) save.mutate(undefined, { onSuccess: onDone });
  };
  return (
    <Dialog title={credential ? `Another value for ${credential.name}` : "New tool credential"} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        {credential ? null : (
          <>
            <TextField
              label="Name"
              mono
              value={name}
              onValue={setName}
              placeholder="places_key"
              fault={fault("/name")}
            />
            <TextField
              label="Host"
              mono
              value={host}
              onValue={setHost}
              placeholder="api.example.org"
              hint="The only host it is sent to, by https; host:port for another port."
              fault={fault("/host")}
            />
            <TextField label="Header" mono value={header} onValue={setHeader} fault={fault("/header")} />
          </>
        )}
        <TextField
          label="Value"
          type="password"
          mono
          autoComplete="off"
          value={value}
          onValue={setValue}
          hint="The whole header, such as Bearer … . Stored encrypted; nobody can read it again."
          fault={fault("/value")}
        />
        {credential ? null : (
          <CheckField
            label="Also send it without TLS"
            hint="Only for hosts inside your own network."
            checked={overHttp}
            onChecked={setOverHttp}
          />
        )}
        {save.error && fields.length === 0 ? <ProblemNote error={save.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            busy={save.isPending}
            disabledReason={missing ?? (value ? null : "Enter the value first.")}
          >
            Keep it
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
