import { useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import type { Passkey } from "@/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextField } from "@/ui/Field";
import { MenuButton } from "@/ui/Menu";
import { Moment } from "@/ui/Moment";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { passkeysQuery, useAccountChange } from "../queries";
import { AddPasskey } from "./AddPasskey";
import { PasswordDialog } from "./PasswordDialog";

function RenamePasskey({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const [name, setName] = useState(passkey.name);
  const rename = useAccountChange(() =>
    call("renamePasskey", { path: { passkey_id: passkey.id }, body: { name: name.trim() } }),
  );
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (name.trim()) rename.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <Dialog title={`Rename ${passkey.name}`} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <TextField label="Name" value={name} onValue={setName} />
        {rename.error ? <ProblemNote error={rename.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            busy={rename.isPending}
            disabledReason={name.trim() ? null : "Enter a name first."}
          >
            Rename
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The own passkeys, with the ways to add, rename and remove one. */
export function PasskeysSection() {
  const passkeys = useQuery(passkeysQuery);
  const [adding, setAdding] = useState(false);
  const [renaming, setRenaming] = useState<Passkey | null>(null);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const items = passkeys.data?.items ?? [];
  return (
    <section className="card stack" aria-labelledby="account-passkeys">
      <div className="row spread">
        <h2 id="account-passkeys">Passkeys</h2>
        <Button icon="add" onClick={() => setAdding(true)}>
          Add a passkey
        </Button>
      </div>
      <p className="soft">A passkey of your device or security key signs you in without a password, as both factors.</p>
      {passkeys.error ? <ProblemNote error={passkeys.error} onRetry={() => void passkeys.refetch()} /> : null}
      {items.length > 0 ? (
        <div className="table-wrap">
          <table className="table" aria-label="Passkeys">
            <TableHead columns={["Name", "Made", "Last used"]} actions />
            <tbody>
              {items.map((passkey) => (
                <tr key={passkey.id}>
                  <td>
                    {passkey.name} {passkey.backed_up ? <Badge>synced</Badge> : null}
                  </td>
                  <td className="soft">
                    <Moment at={passkey.created_at} />
                  </td>
                  <td className="soft">{passkey.last_used_at ? <Moment at={passkey.last_used_at} /> : "never"}</td>
                  <td className="number">
                    <MenuButton
                      label={`Actions for ${passkey.name}`}
                      items={[
                        { id: "rename", label: "Rename", icon: "edit", run: () => setRenaming(passkey) },
                        { id: "remove", label: "Remove", icon: "trash", run: () => setRemoving(passkey) },
                      ]}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {adding ? <AddPasskey onDone={() => setAdding(false)} onClose={() => setAdding(false)} /> : null}
      {renaming ? <RenamePasskey passkey={renaming} onClose={() => setRenaming(null)} /> : null}
      {removing ? (
        <PasswordDialog
          title={`Remove ${removing.name}`}
          lead="It no longer signs you in. The device may go on offering it until you delete it there too."
          action="Remove"
          look="danger"
          onClose={() => setRemoving(null)}
          run={async (password) => {
            await call("deletePasskey", { path: { passkey_id: removing.id }, body: { password } });
            setRemoving(null);
          }}
        />
      ) : null}
    </section>
  );
}
