import { useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import type { ApiKey, ApiKeyCreated, Role } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { EmptyState } from "@/ui/EmptyState";
import { SelectField, TextField } from "@/ui/Field";
import { MenuButton } from "@/ui/Menu";
import { Moment } from "@/ui/Moment";
import { ProblemNote } from "@/ui/ProblemNote";
import { ShownOnce } from "@/ui/ShownOnce";
import { TableHead } from "@/ui/TableHead";
import { notify, notifyProblem } from "@/ui/toasts";
import { ScopeField, ScopeText } from "../components/ScopeField";
import { keysQuery, useAccessChange } from "../queries";
import { roleChoices, roleName } from "../roles";

const LIFETIMES = [
  { value: "", label: "Does not expire" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
];

function inDays(days: string): string | null {
  return days ? new Date(Date.now() + Number(days) * 86_400_000).toISOString() : null;
}

function CreateKey({ onMade, onClose }: { onMade: (made: ApiKeyCreated) => void; onClose: () => void }) {
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("caller");
  const [scope, setScope] = useState<string[] | null>(null);
  const [days, setDays] = useState("90");
  const create = useAccessChange(() =>
    call("createApiKey", { body: { name: name.trim(), role, scope, expires_at: inDays(days) } }),
  );
  const fields = create.error ? (toProblem(create.error).errors ?? []) : [];
  const nameFault = fieldProblem(fields, "/name");
  const scopeFault = fieldProblem(fields, "/scope");
  const missing = !name.trim()
    ? "Name the key first."
    : scope?.length === 0
      ? "Choose what the key may do, or take the limit away."
      : null;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!missing) create.mutate(undefined, { onSuccess: onMade });
  };
  return (
    <Dialog title="New API key" onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <TextField
          label="Name"
          value={name}
          onValue={setName}
          placeholder="Website chat"
          hint="Say where it is used."
          fault={nameFault ? { message: nameFault.message } : null}
        />
        <SelectField
          label="Role"
          value={role}
          choices={roleChoices}
          onValue={(value) => {
            setRole(value as Role);
            // What was chosen for another role need not be one of this one.
            setScope(scope && []);
          }}
        />
        <ScopeField value={scope} onValue={setScope} roles={[role]} />
        {scopeFault ? <div className="field-error">{scopeFault.message}</div> : null}
        <SelectField label="Lifetime" value={days} choices={LIFETIMES} onValue={setDays} />
        {create.error && fields.length === 0 ? <ProblemNote error={create.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={create.isPending} disabledReason={missing}>
            Create key
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function stateOf(key: ApiKey): { tone: "good" | "plain" | "warn"; text: string } {
  if (key.revoked_at) return { tone: "plain", text: "revoked" };
  if (key.expires_at && Date.parse(key.expires_at) < Date.now()) return { tone: "warn", text: "expired" };
  return { tone: "good", text: "active" };
}

/** Keys with which programs call Charter. */
export function ApiKeysPage() {
  const keys = useQuery(keysQuery);
  const refusal = useRefusal("keys.write");
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<ApiKeyCreated | null>(null);
  const rotate = useAccessChange((id: string) => call("rotateApiKey", { path: { key_id: id } }));
  const revoke = useAccessChange((id: string) => call("revokeApiKey", { path: { key_id: id } }));
  const items = keys.data?.items ?? [];
  const create = (
    <Button look="primary" icon="add" disabledReason={refusal} onClick={() => setCreating(true)}>
      New key
    </Button>
  );
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>API keys</h1>
          <p className="lead">
            Programs use a key instead of a password. A key has one role, can be limited further, and is shown once.
          </p>
        </div>
        {items.length > 0 ? create : null}
      </header>
      {keys.error ? <ProblemNote error={keys.error} onRetry={() => void keys.refetch()} /> : null}
      {keys.isSuccess && items.length === 0 ? (
        <EmptyState icon="key" title="No keys yet" actions={create}>
          Make a key to call agents from a program, the command line, or any OpenAI client.
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <div className="table-wrap">
          <table className="table" aria-label="API keys">
            <TableHead columns={["Name", "Role", "Scope", "State", "Last used", "Expires"]} actions />
            <tbody>
              {items.map((key) => {
                const state = stateOf(key);
                const ended = key.revoked_at ? "The key is revoked already." : null;
                return (
                  <tr key={key.id}>
                    <td>
                      {key.name}
                      <div className="faint">
                        <code>{key.prefix}…</code>
                      </div>
                    </td>
                    <td>{roleName(key.role)}</td>
                    <td>
                      <ScopeText scope={key.scope} />
                    </td>
                    <td>
                      <Badge tone={state.tone}>{state.text}</Badge>
                    </td>
                    <td className="soft">{key.last_used_at ? <Moment at={key.last_used_at} /> : "never"}</td>
                    <td className="soft">{key.expires_at ? <Moment at={key.expires_at} /> : "never"}</td>
                    <td className="number">
                      <MenuButton
                        label={`Actions for ${key.name}`}
                        items={[
                          {
                            id: "rotate",
                            label: "Replace by a new key",
                            icon: "refresh",
                            disabledReason: refusal ?? ended,
                            run: () => rotate.mutate(key.id, { onSuccess: setMade, onError: notifyProblem }),
                          },
                          {
                            id: "revoke",
                            label: "Revoke",
                            icon: "circle-slash",
                            disabledReason: refusal ?? ended,
                            run: () =>
                              revoke.mutate(key.id, {
                                onSuccess: () =>
                                  notify(`${key.name} was revoked`, "It stops working with the next request."),
                                onError: notifyProblem,
                              }),
                          },
                        ]}
                      />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      ) : null}
      {creating ? (
        <CreateKey
          onClose={() => setCreating(false)}
          onMade={(key) => {
            setCreating(false);
            setMade(key);
          }}
        />
      ) : null}
      {made ? <ShownOnce name="API key" secret={made.key} onClose={() => setMade(null)} /> : null}
    </div>
  );
}
