import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import type { McpServer, McpServerWithFacts } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { CheckField, SelectField, TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { useMcpChange } from "../queries";
import { AUTHS } from "../words";

type Auth = McpServer["auth"];

/** Where the transport is a choice; a command that the operator named is spoken to as it must be. */
type Transport = Exclude<McpServer["transport"], "stdio">;

interface Form {
  name: string;
  url: string;
  auth: Auth;
  transport: Transport;
  key: string;
  header: string;
  scope: string;
  clientId: string;
  clientSecret: string;
  anyway: boolean;
}

const EMPTY: Form = {
  name: "",
  url: "",
  auth: "none",
  transport: "auto",
  key: "",
  header: "Authorization",
  scope: "",
  clientId: "",
  clientSecret: "",
  anyway: false,
};

function connect(form: Form) {
  const { name, url, auth, transport, key, header, scope, clientId, clientSecret, anyway } = form;
  return call("connectMcpServer", {
    body: {
      name,
      url,
      auth,
      transport,
      even_if_it_does_not_answer: anyway,
      ...(auth === "api_key" ? { api_key: key, auth_header: header } : {}),
      ...(auth === "oauth" && scope ? { scope } : {}),
      ...(auth === "oauth" && clientId
        ? { oauth_client: { client_id: clientId, ...(clientSecret ? { client_secret: clientSecret } : {}) } }
        : {}),
    },
  });
}

function change(server: McpServerWithFacts, { url, transport, key, header }: Form) {
  return call("changeMcpServer", {
    path: { server: server.name },
    body: {
      ...(url === server.url ? {} : { url }),
      ...(transport === server.transport || server.transport === "stdio" ? {} : { transport }),
      ...(key ? { api_key: key } : {}),
      ...(header === server.auth_header ? {} : { auth_header: header }),
    },
  });
}

interface Props {
  /** The server to change; none means a new one. */
  server?: McpServerWithFacts;
  onDone: (made: McpServerWithFacts) => void;
  onClose: () => void;
}

/** Connects an MCP server, or changes its address and its key. */
export function ServerDialog({ server, onDone, onClose }: Props) {
  const [form, setForm] = useState<Form>(
    server
      ? {
          ...EMPTY,
          url: server.url,
          auth: server.auth,
          transport: server.transport === "sse" ? "sse" : "auto",
          header: server.auth_header,
        }
      : EMPTY,
  );
  const set = (patch: Partial<Form>) => setForm((before) => ({ ...before, ...patch }));
  const save = useMcpChange(() => (server ? change(server, form) : connect(form)));
  const fields = save.error ? (toProblem(save.error).errors ?? []) : [];
  const fault = (path: string) => {
    const found = fieldProblem(fields, path);
    return found ? { message: found.message } : null;
  };
  const missing =
    !server && !form.name
      ? "Name the server first."
      : !form.url
        ? "Enter its address first."
        : !server && form.auth === "api_key" && !form.key
          ? "Enter the key first."
          : null;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!missing) save.mutate(undefined, { onSuccess: onDone });
  };
  return (
    <Dialog title={server ? `Change ${server.name}` : "Connect an MCP server"} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        {server ? null : (
          <TextField
            label="Name"
            mono
            value={form.name}
            onValue={(name) => set({ name })}
            placeholder="weather"
            hint="Its tools are granted under it: weather__forecast."
            fault={fault("/name")}
          />
        )}
        <TextField
          label="Address"
          mono
          value={form.url}
          onValue={(url) => set({ url })}
          placeholder="https://mcp.example.org/mcp"
          hint={
            server?.key_last4 && form.url !== server.url
              ? "Another address clears the stored key."
              : "Or stdio:NAME for a command that the operator named."
          }
          fault={fault("/url")}
        />
        {server ? null : (
          <SelectField
            label="It wants to know who calls by"
            value={form.auth}
            choices={Object.entries(AUTHS).map(([value, label]) => ({ value, label }))}
            onValue={(auth) => set({ auth: auth as Auth })}
          />
        )}
        {form.auth === "api_key" ? (
          <>
            <TextField
              label="Key"
              type="password"
              mono
              autoComplete="off"
              value={form.key}
              onValue={(key) => set({ key })}
              placeholder={
                server?.key_last4 ? `…${server.key_last4} is stored. Leave this empty to keep it.` : undefined
              }
              hint="Stored encrypted; nobody can read it again."
              fault={fault("/api_key")}
            />
            <TextField
              label="Header of the key"
              mono
              value={form.header}
              onValue={(header) => set({ header })}
              hint="Authorization sends it as Bearer."
              fault={fault("/auth_header")}
            />
          </>
        ) : null}
        {form.auth === "oauth" && !server ? (
          <>
            <TextField
              label="Scopes"
              required={false}
              mono
              value={form.scope}
              onValue={(scope) => set({ scope })}
              hint="Left empty: what the server asks for."
              fault={fault("/scope")}
            />
            <TextField
              label="Client id"
              required={false}
              mono
              value={form.clientId}
              onValue={(clientId) => set({ clientId })}
              hint={`Only where Charter may not register itself. Redirect address: ${window.location.origin}/mcp-account`}
              fault={fault("/oauth_client")}
            />
            {form.clientId ? (
              <TextField
                label="Client secret"
                required={false}
                type="password"
                autoComplete="off"
                mono
                value={form.clientSecret}
                onValue={(clientSecret) => set({ clientSecret })}
              />
            ) : null}
          </>
        ) : null}
        {form.url.startsWith("stdio:") ? null : (
          <SelectField
            label="Transport"
            value={form.transport}
            choices={[
              { value: "auto", label: "Find out" },
              { value: "sse", label: "Only the oldest one (server-sent events)" },
            ]}
            onValue={(transport) => set({ transport: transport as Transport })}
          />
        )}
        {server ? null : (
          <CheckField
            label="Store it even if it does not answer now"
            checked={form.anyway}
            onChecked={(anyway) => set({ anyway })}
          />
        )}
        {save.error && fields.length === 0 ? <ProblemNote error={save.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={save.isPending} disabledReason={missing}>
            {server ? "Save" : "Connect"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
