import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import type { GuardrailException } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button, IconButton } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { EmptyState } from "@/ui/EmptyState";
import { Moment } from "@/ui/Moment";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { exceptionsQuery, useGuardrailChange } from "../queries";
import { detectorName } from "../words";

const STEP = 100;

function hasEnded({ expires_at }: GuardrailException): boolean {
  return Date.parse(expires_at) < Date.now();
}

/** Texts that pass a detector for some time, made of false positives. */
export function ExceptionsPage() {
  const exceptions = useQuery(exceptionsQuery);
  const refusal = useRefusal("guardrails.write");
  const [ending, setEnding] = useState<GuardrailException | null>(null);
  const [shown, setShown] = useState(STEP);
  const end = useGuardrailChange((id: string) => call("deleteGuardrailException", { path: { exception_id: id } }));
  const items = exceptions.data ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Exceptions</h1>
          <p className="lead">Texts that pass a detector until the exception ends. They are made on a violation.</p>
        </div>
      </header>
      {exceptions.error ? <ProblemNote error={exceptions.error} onRetry={() => void exceptions.refetch()} /> : null}
      {exceptions.isSuccess && items.length === 0 ? (
        <EmptyState icon="pass" title="No exceptions">
          A false positive becomes one in a single step.
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <div className="table-wrap">
          <table className="table" aria-label="Exceptions">
            <TableHead columns={["Reason", "Detector", "Made", "Ends"]} actions />
            <tbody>
              {items.slice(0, shown).map((exception) => (
                <tr key={exception.id}>
                  <td>{exception.reason}</td>
                  <td>{detectorName(exception.detector)}</td>
                  <td className="soft">
                    <Moment at={exception.created_at} />
                  </td>
                  <td>
                    <Moment at={exception.expires_at} /> {hasEnded(exception) ? <Badge>ended</Badge> : null}
                  </td>
                  <td className="number">
                    <IconButton
                      small
                      icon="trash"
                      aria-label={`End the exception “${exception.reason}”`}
                      disabledReason={refusal}
                      onClick={() => setEnding(exception)}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {items.length > shown ? (
        <div>
          <Button onClick={() => setShown(shown + STEP)}>Show more exceptions</Button>
        </div>
      ) : null}
      {ending ? (
        <ConfirmDialog
          title="End the exception now?"
          action="End it"
          busy={end.isPending}
          error={end.error}
          onClose={() => setEnding(null)}
          onConfirm={() => end.mutate(ending.id, { onSuccess: () => setEnding(null) })}
        >
          The text is checked again from the next time on.
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
