import { useState } from "react";
import { call } from "@/api/client";
import type { ToolCredential } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button, IconButton } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { EmptyState } from "@/ui/EmptyState";
import { Moment } from "@/ui/Moment";
import { MoreButton } from "@/ui/MoreButton";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { notify } from "@/ui/toasts";
import { usePages } from "@/ui/usePages";
import { CredentialDialog } from "../components/CredentialDialog";
import { useCredentialChange } from "../queries";

type Open = { kind: "new" } | { kind: "value" | "delete"; credential: ToolCredential } | null;

/** Secrets that Charter adds to requests of tools; code, models and logs never see them. */
export function CredentialsPage() {
  const { rows, pages } = usePages("listToolCredentials", { query: { limit: 100 } });
  const refusal = useRefusal("tools.manage");
  const [open, setOpen] = useState<Open>(null);
  const remove = useCredentialChange((id: string) => call("deleteToolCredential", { path: { credential_id: id } }));
  const create = (
    <Button look="primary" icon="add" disabledReason={refusal} onClick={() => setOpen({ kind: "new" })}>
      New credential
    </Button>
  );
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Tool credentials</h1>
          <p className="lead">
            A header with a secret, for one host. Charter adds it when a request leaves, so neither the code nor the
            model ever sees it.
          </p>
        </div>
        {rows.length > 0 ? create : null}
      </header>
      {pages.error ? <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && rows.length === 0 ? (
        <EmptyState icon="key" title="No credentials yet" actions={create}>
          Tools that call an API with a key need one.
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <div className="table-wrap">
          <table className="table" aria-label="Tool credentials">
            <TableHead columns={["Name", "Host", "Header", "Value", "Changed"]} actions />
            <tbody>
              {rows.map((credential) => (
                <tr key={credential.id}>
                  <td>
                    <code>{credential.name}</code>
                  </td>
                  <td>
                    <code>{credential.host}</code>{" "}
                    {credential.over_http ? <Badge tone="warn">also without TLS</Badge> : null}
                  </td>
                  <td>{credential.header}</td>
                  <td className="soft">{credential.last4 ? `…${credential.last4}` : "kept"}</td>
                  <td className="soft">
                    <Moment at={credential.updated_at} />
                  </td>
                  <td className="number">
                    <Button
                      small
                      look="ghost"
                      disabledReason={refusal}
                      aria-label={`Another value for ${credential.name}`}
                      onClick={() => setOpen({ kind: "value", credential })}
                    >
                      Another value
                    </Button>
                    <IconButton
                      small
                      icon="trash"
                      disabledReason={refusal}
                      aria-label={`Delete ${credential.name}`}
                      onClick={() => setOpen({ kind: "delete", credential })}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <MoreButton pages={pages} label="Show more credentials" />
      {open?.kind === "new" || open?.kind === "value" ? (
        <CredentialDialog
          {...(open.kind === "value" ? { credential: open.credential } : {})}
          onClose={() => setOpen(null)}
          onDone={(made) => {
            notify(`${made.name} is kept`, "It is used from the next request on.");
            setOpen(null);
          }}
        />
      ) : null}
      {open?.kind === "delete" ? (
        <ConfirmDialog
          title={`Delete ${open.credential.name}?`}
          action="Delete"
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setOpen(null)}
          onConfirm={() => remove.mutate(open.credential.id, { onSuccess: () => setOpen(null) })}
        >
          Tools that use it fail from the next request on, and say so.
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
