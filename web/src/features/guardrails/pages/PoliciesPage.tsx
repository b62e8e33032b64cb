import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import type { GuardrailPolicy } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { EmptyState } from "@/ui/EmptyState";
import { CheckField, TextField } from "@/ui/Field";
import { plural } from "@/ui/format";
import { Moment } from "@/ui/Moment";
import { MoreButton } from "@/ui/MoreButton";
import { PageLink, useNavigation } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { usePages } from "@/ui/usePages";
import { useGuardrailChange } from "../queries";

function CreateDialog({ onDone, onClose }: { onDone: (made: GuardrailPolicy) => void; onClose: () => void }) {
  const [name, setName] = useState("");
  const [shadow, setShadow] = useState(true);
  const create = useGuardrailChange(() =>
    call("createGuardrailPolicy", {
      body: {
        name: name.trim(),
        document: { rules: [{ stage: "input", detector: "injection", threshold: 0.5, action: "block" }], shadow },
      },
    }),
  );
  const fields = create.error ? (toProblem(create.error).errors ?? []) : [];
  const fault = fieldProblem(fields, "/name");
  const missing = name.trim() ? null : "Name the policy first.";
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!missing) create.mutate(undefined, { onSuccess: onDone });
  };
  return (
    <Dialog title="New guardrail policy" onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <TextField label="Name" value={name} onValue={setName} fault={fault ? { message: fault.message } : null} />
        <CheckField
          label="In shadow at first"
          hint="It records what would have been done, and does nothing."
          checked={shadow}
          onChecked={setShadow}
        />
        {create.error && fields.length === 0 ? <ProblemNote error={create.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={create.isPending} disabledReason={missing}>
            Create
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function assignedTo({ for_all, agents, tools, workflows }: GuardrailPolicy): string {
  const parts = [
    ...(for_all ? ["everything else"] : []),
    ...(agents.length > 0 ? [plural(agents.length, "agent")] : []),
    ...(tools.length > 0 ? [plural(tools.length, "tool")] : []),
    ...(workflows.length > 0 ? [plural(workflows.length, "workflow")] : []),
  ];
  return parts.join(", ") || "nothing yet";
}

/** What is checked in runs, and what happens then. */
export function PoliciesPage() {
  const navigation = useNavigation();
  const { rows, pages } = usePages("listGuardrailPolicies", { query: { limit: 100 } });
  const refusal = useRefusal("guardrails.write");
  const [creating, setCreating] = useState(false);
  const create = (
    <Button look="primary" icon="add" disabledReason={refusal} onClick={() => setCreating(true)}>
      New policy
    </Button>
  );
  return (
    <div className="page wide">
      <header className="page-head">
        <div>
          <h1>Guardrail policies</h1>
          <p className="lead">
            Every text of a run is checked before it has an effect. Where no policy is assigned, the one that comes with
            Charter applies.
          </p>
        </div>
        {rows.length > 0 ? create : null}
      </header>
      {pages.error ? <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && rows.length === 0 ? (
        <EmptyState icon="shield" title="The policy that comes with Charter applies" actions={create}>
          Make one of your own to say what is checked where, and what happens then.
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <div className="table-wrap">
          <table className="table" aria-label="Guardrail policies">
            <TableHead columns={["Policy", "Applies", { number: "Rules" }, "Assigned to", "Made"]} />
            <tbody>
              {rows.map((policy) => (
                <tr key={policy.id}>
                  <td>
                    <PageLink page="guardrails.policy" params={{ policy: policy.id }}>
                      {policy.name}
                    </PageLink>
                  </td>
                  <td>
                    {policy.active_number === null ? "no version" : `version ${policy.active_number}`}{" "}
                    {policy.document.shadow ? <Badge tone="accent">shadow</Badge> : null}{" "}
                    {policy.latest_number === policy.active_number ? null : (
                      <Badge tone="warn">v{policy.latest_number} not activated</Badge>
                    )}
                  </td>
                  <td className="number">{policy.document.rules.length}</td>
                  <td>{assignedTo(policy)}</td>
                  <td className="soft">
                    <Moment at={policy.created_at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      <MoreButton pages={pages} label="Show more policies" />
      {creating ? (
        <CreateDialog
          onClose={() => setCreating(false)}
          onDone={({ id }) => navigation.open(navigation.href("guardrails.policy", { policy: id }))}
        />
      ) : null}
    </div>
  );
}
