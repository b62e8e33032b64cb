import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import type { GuardrailCase } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Button, IconButton } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { EmptyState } from "@/ui/EmptyState";
import { Moment } from "@/ui/Moment";
import { PageLink } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { CaseDialog } from "../components/CaseDialog";
import { CaseRun } from "../components/CaseRun";
import { casesQuery, useGuardrailChange } from "../queries";
import { detectorName, EXPECTED, STAGES } from "../words";

const STEP = 100;

/** Texts of which it is known whether a detector is to hit them: what a version must pass before it is activated. */
export function CasesPage() {
  const cases = useQuery(casesQuery);
  const refusal = useRefusal("guardrails.write");
  const [creating, setCreating] = useState(false);
  const [removing, setRemoving] = useState<GuardrailCase | null>(null);
  const [shown, setShown] = useState(STEP);
  const remove = useGuardrailChange((id: string) => call("deleteGuardrailCase", { path: { case_id: id } }));
  const items = cases.data ?? [];
  const create = (
    <Button look="primary" icon="add" disabledReason={refusal} onClick={() => setCreating(true)}>
      New case
    </Button>
  );
  return (
    <div className="page wide">
      <header className="page-head">
        <div>
          <h1>Test cases</h1>
          <p className="lead">
            Texts of which it is known what a detector should say. Run them before a version is activated.
          </p>
        </div>
        {items.length > 0 ? create : null}
      </header>
      {cases.error ? <ProblemNote error={cases.error} onRetry={() => void cases.refetch()} /> : null}
      {cases.isSuccess && items.length === 0 ? (
        <EmptyState icon="checklist" title="No test cases" actions={create}>
          A false positive becomes one in a single step, or write one down.
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <>
          <CaseRun cases={items} />
          <div className="table-wrap">
            <table className="table" aria-label="Test cases">
              <TableHead columns={["Text", "Detector", "Where", "What is right", "Note", "Made"]} actions />
              <tbody>
                {items.slice(0, shown).map((one) => (
                  <tr key={one.id}>
                    <td className="clip">{one.text}</td>
                    <td>{detectorName(one.detector)}</td>
                    <td>{STAGES[one.stage]}</td>
                    <td>{EXPECTED[one.expected]}</td>
                    <td>
                      {one.note}{" "}
                      {one.violation_id ? (
                        <PageLink page="guardrails.violation" params={{ violation: one.violation_id }}>
                          its violation
                        </PageLink>
                      ) : null}
                    </td>
                    <td className="soft">
                      <Moment at={one.created_at} />
                    </td>
                    <td className="number">
                      <IconButton
                        small
                        icon="trash"
                        aria-label={`Remove the case “${one.text.slice(0, 60)}”`}
                        disabledReason={refusal}
                        onClick={() => setRemoving(one)}
                      />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : null}
      {items.length > shown ? (
        <div>
          <Button onClick={() => setShown(shown + STEP)}>Show more cases</Button>
        </div>
      ) : null}
      {creating ? <CaseDialog onClose={() => setCreating(false)} /> : null}
      {removing ? (
        <ConfirmDialog
          title="Remove the case?"
          action="Remove"
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setRemoving(null)}
          onConfirm={() => remove.mutate(removing.id, { onSuccess: () => setRemoving(null) })}
        >
          No version is tried on it any more.
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
