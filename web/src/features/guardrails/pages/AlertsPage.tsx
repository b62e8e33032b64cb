import { useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import type { ViolationAlert } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button, IconButton } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { Dialog } from "@/ui/Dialog";
import { EmptyState } from "@/ui/EmptyState";
import { CheckField, SelectField, TextField } from "@/ui/Field";
import { plural } from "@/ui/format";
import { Moment } from "@/ui/Moment";
import { ProblemNote } from "@/ui/ProblemNote";
import { ShownOnce } from "@/ui/ShownOnce";
import { TableHead } from "@/ui/TableHead";
import { alertsQuery, useGuardrailChange } from "../queries";
import { ACTIONS } from "../words";

type AlertAction = ViolationAlert["actions"][number];

const TOLD: readonly AlertAction[] = ["flag", "redact", "ask", "block", "end"];
const PAUSES = [
  { value: "15", label: "every 15 minutes" },
  { value: "60", label: "every hour" },
  { value: "1440", label: "every day" },
];

function CreateDialog({ onMade, onClose }: { onMade: (secret: string | null) => void; onClose: () => void }) {
  const [kind, setKind] = useState<ViolationAlert["kind"]>("webhook");
  const [url, setUrl] = useState("");
  const [actions, setActions] = useState<readonly AlertAction[]>(["ask", "block", "end"]);
  const [minutes, setMinutes] = useState("60");
  const create = useGuardrailChange(() =>
    call("createViolationAlert", {
      body: {
        kind,
        url: kind === "webhook" ? url.trim() : null,
        actions: TOLD.filter((one) => actions.includes(one)),
        every_minutes: Number(minutes),
      },
    }),
  );
  const fields = create.error ? (toProblem(create.error).errors ?? []) : [];
  const fault = fieldProblem(fields, "/url");
  const missing =
    kind === "webhook" && !url.trim()
      ? "Say where the webhook goes."
      : actions.length === 0
        ? "Choose at least one action."
        : null;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!missing) create.mutate(undefined, { onSuccess: ({ secret }) => onMade(secret) });
  };
  return (
    <Dialog title="New alert" onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <SelectField
          label="By"
          value={kind}
          choices={[
            { value: "webhook", label: "a signed webhook" },
            { value: "mail", label: "mail to those who may write guardrails" },
          ]}
          onValue={(value) => setKind(value === "mail" ? "mail" : "webhook")}
        />
        {kind === "webhook" ? (
          <TextField
            label="Address"
            value={url}
            onValue={setUrl}
            placeholder="https://"
            fault={fault ? { message: fault.message } : null}
          />
        ) : (
          <SelectField
            label="At most"
            value={minutes}
            choices={PAUSES}
            onValue={setMinutes}
            hint="The first hit is told at once; what comes meanwhile is one digest."
          />
        )}
        <fieldset>
          <legend>Of hits that</legend>
          {TOLD.map((one) => (
            <CheckField
              key={one}
              label={`${ACTIONS[one].label}: ${ACTIONS[one].means}`}
              checked={actions.includes(one)}
              onChecked={(on) => setActions(on ? [...actions, one] : actions.filter((other) => other !== one))}
            />
          ))}
        </fieldset>
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

function Told({ alert }: { alert: ViolationAlert }) {
  if (alert.last_error)
    return (
      <>
        <Badge tone="bad">failed</Badge> {alert.last_error}
      </>
    );
  return alert.sent_at ? <Moment at={alert.sent_at} /> : <span className="soft">not yet</span>;
}

function whom({ kind, url, every_minutes: minutes }: ViolationAlert): string {
  if (kind === "webhook") return url ?? "";
  const pause = PAUSES.find(({ value }) => value === String(minutes))?.label ?? `every ${plural(minutes, "minute")}`;
  return `mail, at most ${pause}`;
}

/** Who is told of new violations, and how the last telling went. */
export function AlertsPage() {
  const alerts = useQuery(alertsQuery);
  const refusal = useRefusal("guardrails.write");
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [ending, setEnding] = useState<ViolationAlert | null>(null);
  const end = useGuardrailChange((id: string) => call("deleteViolationAlert", { path: { alert_id: id } }));
  const items = alerts.data ?? [];
  const create = (
    <Button look="primary" icon="add" disabledReason={refusal} onClick={() => setCreating(true)}>
      New alert
    </Button>
  );
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Alerts</h1>
          <p className="lead">Who is told of new violations. What they say holds no evidence: that stays here.</p>
        </div>
        {items.length > 0 ? create : null}
      </header>
      {alerts.error ? <ProblemNote error={alerts.error} onRetry={() => void alerts.refetch()} /> : null}
      {alerts.isSuccess && items.length === 0 ? (
        <EmptyState icon="bell" title="Nobody is told yet" actions={create}>
          A webhook hears of each hit, signed; mail comes at once and then as a digest.
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <div className="table-wrap">
          <table className="table" aria-label="Alerts">
            <TableHead columns={["Told", "Of hits that", "Last told", "Made"]} actions />
            <tbody>
              {items.map((alert) => (
                <tr key={alert.id}>
                  <td>{whom(alert)}</td>
                  <td>{alert.actions.map((one) => ACTIONS[one].label).join(", ")}</td>
                  <td>
                    <Told alert={alert} />
                  </td>
                  <td className="soft">
                    <Moment at={alert.created_at} />
                  </td>
                  <td className="number">
                    <IconButton
                      small
                      icon="trash"
                      aria-label={`Delete the alert: ${whom(alert)}`}
                      disabledReason={refusal}
                      onClick={() => setEnding(alert)}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {creating ? (
        <CreateDialog
          onClose={() => setCreating(false)}
          onMade={(made) => {
            setCreating(false);
            setSecret(made);
          }}
        />
      ) : null}
      {secret !== null ? <ShownOnce name="signing secret" secret={secret} onClose={() => setSecret(null)} /> : null}
      {ending ? (
        <ConfirmDialog
          title="Delete the alert?"
          action="Delete"
          busy={end.isPending}
          error={end.error}
          onClose={() => setEnding(null)}
          onConfirm={() => end.mutate(ending.id, { onSuccess: () => setEnding(null) })}
        >
          Nobody is told by it from now on; what waits to be sent is dropped.
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
