import type { ReactNode } from "react";
import { Icon } from "./Icon";

/** What a list shows while it has nothing, including what to do next. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
}: {
  icon: string;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      {children ? <p>{children}</p> : null}
      {actions ? <div className="form-actions">{actions}</div> : null}
    </div>
  );
}
