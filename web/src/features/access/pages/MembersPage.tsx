import { useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import type { Member, Role } from "@/api/types";
import { useRefusal, useSession } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { SelectField, TextField } from "@/ui/Field";
import { Moment } from "@/ui/Moment";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { notify, notifyProblem } from "@/ui/toasts";
import { membersQuery, useAccessChange } from "../queries";
import { roleChoices, roles } from "../roles";

function AddMember({ onClose }: { onClose: () => void }) {
  const [values, setValues] = useState({ email: "", password: "", role: "builder" as Role });
  const add = useAccessChange(() => call("addMember", { body: values }));
  const fields = add.error ? (toProblem(add.error).errors ?? []) : [];
  const part = (name: keyof typeof values) => {
    const found = fieldProblem(fields, `/${name}`);
    return {
      value: values[name],
      onValue: (value: string) => setValues({ ...values, [name]: value }),
      fault: found ? { message: found.message } : null,
    };
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    add.mutate(undefined, {
      onSuccess: (member) => {
        notify(`${member.email} is a member now`);
        onClose();
      },
    });
  };
  return (
    <Dialog title="Add a member" onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <TextField label="Email" type="email" autoComplete="off" {...part("email")} />
        <TextField
          label="First password"
          type="password"
          autoComplete="new-password"
          hint="Hand it over in person; at least 12 characters."
          {...part("password")}
        />
        <SelectField label="Role" choices={roleChoices} {...part("role")} />
        {add.error && fields.length === 0 ? <ProblemNote error={add.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            type="submit"
            busy={add.isPending}
            disabledReason={values.email && values.password ? null : "Enter an email address and a password."}
          >
            Add member
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** People of the tenant and what they may do. */
export function MembersPage() {
  const members = useQuery(membersQuery);
  const session = useSession();
  const refusal = useRefusal("members.write");
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Member | null>(null);
  const change = useAccessChange(({ id, role }: { id: string; role: Role }) =>
    call("changeMemberRole", { path: { member_id: id }, body: { role } }),
  );
  const remove = useAccessChange((id: string) => call("removeMember", { path: { member_id: id } }));
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Members</h1>
          <p className="lead">People of {session.tenant.name}. A changed role counts from their next request on.</p>
        </div>
        <Button look="primary" icon="person-add" disabledReason={refusal} onClick={() => setAdding(true)}>
          Add member
        </Button>
      </header>
      {members.error ? <ProblemNote error={members.error} onRetry={() => void members.refetch()} /> : null}
      {members.data ? (
        <div className="table-wrap">
          <table className="table" aria-label="Members">
            <TableHead columns={["Email", "Role", "Since"]} actions />
            <tbody>
              {members.data.items.map((member) => (
                <tr key={member.id}>
                  <td>
                    {member.email} {member.email === session.principal.label ? <Badge>you</Badge> : null}
                  </td>
                  <td>
                    <select
                      className="input"
                      aria-label={`Role of ${member.email}`}
                      value={member.role}
                      disabled={refusal !== null}
                      title={refusal ?? undefined}
                      onChange={(event) =>
                        change.mutate(
                          { id: member.id, role: event.target.value as Role },
                          {
                            onSuccess: () => notify(`The role of ${member.email} was changed`),
                            onError: notifyProblem,
                          },
                        )
                      }
                    >
                      {roles.map((role) => (
                        <option key={role.value} value={role.value}>
                          {role.label}
                        </option>
                      ))}
                    </select>
                  </td>
                  <td className="soft">
                    <Moment at={member.created_at} />
                  </td>
                  <td className="number">
                    <IconButton
                      small
                      icon="trash"
                      aria-label={`Remove ${member.email}`}
                      disabledReason={
                        refusal ?? (member.email === session.principal.label ? "You cannot remove yourself." : null)
                      }
                      onClick={() => setRemoving(member)}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {adding ? <AddMember onClose={() => setAdding(false)} /> : null}
      {removing ? (
        <Dialog title={`Remove ${removing.email}?`} onClose={() => setRemoving(null)}>
          <p>Their sessions end at once. What they made stays.</p>
          <div className="form-actions">
            <Button onClick={() => setRemoving(null)}>Keep</Button>
            <Button
              look="danger"
              icon="trash"
              busy={remove.isPending}
              onClick={() => remove.mutate(removing.id, { onSuccess: () => setRemoving(null), onError: notifyProblem })}
            >
              Remove
            </Button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}
