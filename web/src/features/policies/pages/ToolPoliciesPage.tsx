import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import type { ToolPolicy } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { announce } from "@/ui/announce";
import { Badge } from "@/ui/Badge";
import { Button, IconButton } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { EmptyState } from "@/ui/EmptyState";
import { MenuButton } from "@/ui/Menu";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { notify, notifyProblem } from "@/ui/toasts";
import { PolicyDialog } from "../components/PolicyDialog";
import { TryBox } from "../components/TryBox";
import { changePolicy, exchange, policiesQuery, usePolicyChange } from "../queries";
import { EFFECTS } from "../words";

const STEP = 100;

function conditionOf({ condition, arguments_schema, risks = [], agents = [] }: ToolPolicy): string[] {
  return [
    ...(condition ? [condition] : []),
    ...(arguments_schema ? ["arguments satisfy a JSON Schema"] : []),
    ...(risks.length > 0 ? [`risk ${risks.join(" or ")}`] : []),
    ...(agents.length > 0 ? [`agent ${agents.join(" or ")}`] : []),
  ];
}

interface RowProps {
  policy: ToolPolicy;
  before: ToolPolicy | undefined;
  after: ToolPolicy | undefined;
  refusal: string | null;
  onOpen: (kind: "change" | "delete") => void;
}

function Row({ policy, before, after, refusal, onOpen }: RowProps) {
  const { tone, icon, label } = EFFECTS[policy.effect];
  const on = policy.enabled ?? true;
  const move = usePolicyChange(([first, second]: [ToolPolicy, ToolPolicy]) => exchange(first, second));
  const turn = usePolicyChange(() => changePolicy(policy, { enabled: !on }));
  const moved = { onSuccess: () => announce(`${policy.name} was moved`), onError: notifyProblem };
  const conditions = conditionOf(policy);
  return (
    <tr>
      <td className="number">{policy.position}</td>
      <td>
        {policy.name} {on ? null : <Badge>does not count</Badge>}
        {policy.reason ? <div className="faint">{policy.reason}</div> : null}
      </td>
      <td>
        <Badge tone={tone} icon={icon}>
          {label}
        </Badge>
        {policy.four_eyes ? <div className="faint">four eyes</div> : null}
      </td>
      <td>
        <code>{policy.tools.join(", ")}</code>
      </td>
      <td>
        {conditions.length === 0 ? <span className="soft">always</span> : null}
        {conditions.map((text) => (
          <div key={text}>
            <code>{text}</code>
          </div>
        ))}
      </td>
      <td className="number">
        <IconButton
          small
          icon="arrow-up"
          aria-label={`Move ${policy.name} up`}
          busy={move.isPending}
          disabledReason={refusal ?? (before ? null : "It is the first already.")}
          onClick={() => before && move.mutate([before, policy], moved)}
        />
        <IconButton
          small
          icon="arrow-down"
          aria-label={`Move ${policy.name} down`}
          busy={move.isPending}
          disabledReason={refusal ?? (after ? null : "It is the last already.")}
          onClick={() => after && move.mutate([policy, after], moved)}
        />
        <MenuButton
          label={`Actions for ${policy.name}`}
          items={[
            { id: "change", label: "Change…", icon: "edit", disabledReason: refusal, run: () => onOpen("change") },
            {
              id: "turn",
              label: on ? "Let it not count" : "Let it count",
              icon: on ? "circle-slash" : "check",
              disabledReason: refusal,
              run: () => turn.mutate(undefined, { onError: notifyProblem }),
            },
            { id: "delete", label: "Delete…", icon: "trash", disabledReason: refusal, run: () => onOpen("delete") },
          ]}
        />
      </td>
    </tr>
  );
}

type Open = { kind: "new" } | { kind: "change" | "delete"; policy: ToolPolicy } | null;

/** What becomes of tool calls before they are made: the first policy that fits decides. */
export function ToolPoliciesPage() {
  const policies = useQuery(policiesQuery);
  const refusal = useRefusal("tool_policies.write");
  const [open, setOpen] = useState<Open>(null);
  const [shown, setShown] = useState(STEP);
  const remove = usePolicyChange((id: string) => call("deleteToolPolicy", { path: { policy_id: id } }));
  const items = policies.data ?? [];
  const create = (
    <Button look="primary" icon="add" disabledReason={refusal} onClick={() => setOpen({ kind: "new" })}>
      New policy
    </Button>
  );
  return (
    <div className="page wide">
      <header className="page-head">
        <div>
          <h1>Tool policies</h1>
          <p className="lead">
            Asked from the top for every call of a tool; the first that fits decides, and a call that none fits is
            allowed.
          </p>
        </div>
        {items.length > 0 ? create : null}
      </header>
      {policies.error ? <ProblemNote error={policies.error} onRetry={() => void policies.refetch()} /> : null}
      {policies.isSuccess && items.length === 0 ? (
        <EmptyState icon="law" title="No tool policies yet" actions={create}>
          Deny what agents must never do, or let a person decide.
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <div className="table-wrap">
          <table className="table" aria-label="Tool policies">
            <TableHead columns={[{ number: "Position" }, "Policy", "Effect", "Tools", "When"]} actions />
            <tbody>
              {items.slice(0, shown).map((policy, at) => (
                <Row
                  key={policy.id}
                  policy={policy}
                  before={items[at - 1]}
                  after={items[at + 1]}
                  refusal={refusal}
                  onOpen={(kind) => setOpen({ kind, policy })}
                />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {items.length > shown ? (
        <div>
          <Button onClick={() => setShown(shown + STEP)}>Show more policies</Button>
        </div>
      ) : null}
      {policies.isSuccess ? <TryBox /> : null}
      {open?.kind === "new" || open?.kind === "change" ? (
        <PolicyDialog
          policy={open.kind === "change" ? open.policy : null}
          position={Math.min(10_000, (items.at(-1)?.position ?? 0) + 10)}
          onClose={() => setOpen(null)}
          onDone={() => {
            notify("The policy is saved", "It counts for the next call, also in runs that have begun.");
            setOpen(null);
          }}
        />
      ) : null}
      {open?.kind === "delete" ? (
        <ConfirmDialog
          title={`Delete ${open.policy.name}?`}
          action="Delete"
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setOpen(null)}
          onConfirm={() => remove.mutate(open.policy.id, { onSuccess: () => setOpen(null) })}
        >
          Calls that it stops are made from now on, unless another policy fits.
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
