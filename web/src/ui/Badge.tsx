import type { ReactNode } from "react";
import { Icon } from "./Icon";

export type Tone = "plain" | "good" | "warn" | "bad" | "accent";

export function Badge({
  tone = "plain",
  icon,
  spin = false,
  children,
}: {
  tone?: Tone;
  icon?: string;
  spin?: boolean;
  children: ReactNode;
}) {
  return (
    <span className={`badge ${tone}`}>
      {icon ? <Icon name={icon} spin={spin} /> : null}
      {children}
    </span>
  );
}
