import { useMutation, useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import type { Result } from "@/api/operations";
import type { OpenApiPreview } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Button } from "@/ui/Button";
import { SelectField, TextArea, TextField } from "@/ui/Field";
import { plural } from "@/ui/format";
import { PageLink, useNavigation } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { notify } from "@/ui/toasts";
import { CredentialDialog } from "../components/CredentialDialog";
import { isUsable, OperationTable } from "../components/OperationTable";
import { credentialsQuery, useToolChange } from "../queries";

interface Source {
  name: string;
  document?: string;
  url?: string;
}
type Imported = Result<"importOpenApiTools">;

function hostOf(url: string | null): string {
  try {
    return url ? new URL(url).host : "";
  } catch {
    return "";
  }
}

function SourceForm({
  start,
  busy,
  error,
  onSource,
}: {
  start: string;
  busy: boolean;
  error: unknown;
  onSource: (source: Source) => void;
}) {
  const [name, setName] = useState(start);
  const [from, setFrom] = useState("document");
  const [text, setText] = useState("");
  const [url, setUrl] = useState("");
  const fields = error ? (toProblem(error).errors ?? []) : [];
  const fault = (path: string) => {
    const found = fieldProblem(fields, path);
    return found ? { message: found.message } : null;
  };
  const missing = !name
    ? "Name the API first."
    : !(from === "url" ? url : text).trim()
      ? from === "url"
        ? "Enter the address first."
        : "Paste the document first."
      : null;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!missing) onSource({ name, ...(from === "url" ? { url: url.trim() } : { document: text }) });
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      <TextField
        label="Name of the API"
        mono
        value={name}
        onValue={setName}
        placeholder="petstore"
        hint="Its tools are named after it: petstore__get_pet."
        fault={fault("/name")}
      />
      <SelectField
        label="The document is"
        value={from}
        choices={[
          { value: "document", label: "pasted, or a file" },
          { value: "url", label: "fetched from an address" },
        ]}
        onValue={setFrom}
      />
      {from === "url" ? (
        <TextField
          label="Address"
          mono
          value={url}
          onValue={setUrl}
          placeholder="https://api.example.org/openapi.json"
          fault={fault("/url")}
        />
      ) : (
        <>
          <TextArea
            label="OpenAPI 3.0 or 3.1, JSON or YAML"
            mono
            rows={10}
            spellCheck={false}
            value={text}
            onValue={setText}
            fault={fault("/document")}
          />
          <div className="field">
            <label htmlFor="openapi-file">Or choose a file</label>
            <input
              id="openapi-file"
              type="file"
              accept=".json,.yaml,.yml"
              onChange={(event) => {
                const file = event.target.files?.[0];
                if (file) void file.text().then(setText);
              }}
            />
          </div>
        </>
      )}
      {error && fields.length === 0 ? <ProblemNote error={error} /> : null}
      <div className="form-actions">
        <Button look="primary" type="submit" busy={busy} disabledReason={missing}>
          Show its operations
        </Button>
      </div>
    </form>
  );
}

function SchemeFields({
  preview,
  values,
  onValue,
}: {
  preview: OpenApiPreview;
  values: Record<string, string>;
  onValue: (scheme: string, credential: string) => void;
}) {
  const credentials = useQuery(credentialsQuery);
  const refusal = useRefusal("tools.manage");
  const [making, setMaking] = useState<string | null>(null);
  const schemes = Object.entries(preview.security_schemes);
  if (schemes.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="openapi-schemes">
      <h2 id="openapi-schemes">Credentials</h2>
      {schemes.map(([scheme, kind]) => (
        <div key={scheme} className="row">
          <SelectField
            label={`${scheme} (${kind})`}
            value={values[scheme] ?? ""}
            choices={[
              { value: "", label: "None: call without" },
              ...(credentials.data?.items ?? []).map(({ name, host }) => ({ value: name, label: `${name} (${host})` })),
            ]}
            onValue={(value) => onValue(scheme, value)}
          />
          <Button icon="add" disabledReason={refusal} onClick={() => setMaking(scheme)}>
            New credential for {scheme}
          </Button>
        </div>
      ))}
      {making === null ? null : (
        <CredentialDialog
          host={hostOf(preview.server_url)}
          onClose={() => setMaking(null)}
          onDone={({ name }) => {
            onValue(making, name);
            setMaking(null);
          }}
        />
      )}
    </section>
  );
}

const OUTCOMES: [keyof Imported, string][] = [
  ["created", "Made"],
  ["updated", "Another version"],
  ["unchanged", "As it was"],
  ["held", "Held, because the operation is gone"],
];

function Outcome({ imported }: { imported: Imported }) {
  return (
    <section className="card stack" aria-label="What the import did">
      <h2>Imported</h2>
      <dl className="facts">
        {OUTCOMES.filter(([part]) => imported[part].length > 0).map(([part, label]) => (
          <div key={part} className="row">
            <dt>{label}</dt>
            <dd className="row">
              {imported[part].map((tool) => (
                <PageLink key={tool} page="tools.show" params={{ tool }}>
                  {tool}
                </PageLink>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Choice({
  source,
  preview,
  onImported,
}: {
  source: Source;
  preview: OpenApiPreview;
  onImported: (done: Imported) => void;
}) {
  const refusal = useRefusal("tools.publish");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () =>
      new Set(
        preview.operations.filter(({ difference }) => ["same", "changed"].includes(difference)).map(({ id }) => id),
      ),
  );
  const [credentials, setCredentials] = useState<Record<string, string>>({});
  const [server, setServer] = useState(preview.server_url ?? "");
  const gone = preview.operations.filter(({ difference }) => difference === "gone");
  const run = useToolChange(() =>
    call("importOpenApiTools", {
      body: {
        ...source,
        operations: preview.operations.filter((one) => isUsable(one) && chosen.has(one.id)).map(({ id }) => id),
        credentials: Object.fromEntries(Object.entries(credentials).filter(([, name]) => name)),
        server_url: server && server !== preview.server_url ? server : null,
      },
    }),
  );
  return (
    <div className="stack">
      <h2>
        {preview.title} {preview.version}
      </h2>
      <OperationTable operations={preview.operations} chosen={chosen} onChosen={setChosen} />
      {gone.length > 0 ? (
        <p className="soft">
          {plural(gone.length, "tool")} of operations that are gone will be held:{" "}
          {gone.map(({ tool }) => tool).join(", ")}
        </p>
      ) : null}
      <TextField
        label="Where the API is"
        mono
        value={server}
        onValue={setServer}
        hint="As the document says; change it for another environment."
      />
      <SchemeFields
        preview={preview}
        values={credentials}
        onValue={(scheme, name) => setCredentials((before) => ({ ...before, [scheme]: name }))}
      />
      {run.error ? <ProblemNote error={run.error} /> : null}
      <div className="form-actions">
        <Button
          look="primary"
          icon="cloud-download"
          busy={run.isPending}
          disabledReason={refusal ?? (chosen.size === 0 ? "Choose at least one operation." : null)}
          onClick={() => run.mutate(undefined, { onSuccess: onImported })}
        >
          Import {plural(chosen.size, "operation")}
        </Button>
      </div>
    </div>
  );
}

/** Makes tools of an OpenAPI document; importing again shows what changed first. */
export function OpenApiPage() {
  const navigation = useNavigation();
  const refusal = useRefusal("tools.write");
  const [imported, setImported] = useState<Imported | null>(null);
  const preview = useMutation({
    mutationFn: async (source: Source) => ({ source, preview: await call("previewOpenApiTools", { body: source }) }),
  });
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>OpenAPI import</h1>
          <p className="lead">
            Operations of an API become tools. Import the same name again to see what is new, changed or gone.
          </p>
        </div>
      </header>
      {refusal ? <p className="soft">{refusal}</p> : null}
      <SourceForm
        start={navigation.page?.search["name"] ?? ""}
        busy={preview.isPending}
        error={preview.error}
        onSource={(source) => {
          setImported(null);
          preview.mutate(source);
        }}
      />
      {imported ? <Outcome imported={imported} /> : null}
      {preview.data && !imported ? (
        <Choice
          key={preview.submittedAt}
          {...preview.data}
          onImported={(done) => {
            setImported(done);
            notify(`${plural(done.created.length + done.updated.length, "tool")} imported`);
          }}
        />
      ) : null}
    </div>
  );
}
