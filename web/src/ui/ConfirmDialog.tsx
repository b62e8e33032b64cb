import type { ReactNode } from "react";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { ProblemNote } from "./ProblemNote";

interface Props {
  title: string;
  action: string;
  icon?: string;
  keep?: string;
  busy: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before something is done that cannot be undone, or that others will notice at once. */
export function ConfirmDialog(props: Props) {
  const { title, action, icon = "trash", keep = "Keep it", busy, error, onConfirm, onClose, children } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{children}</p>
      {error ? <ProblemNote error={error} /> : null}
      <div className="form-actions">
        <Button onClick={onClose}>{keep}</Button>
        <Button look="danger" icon={icon} busy={busy} onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
