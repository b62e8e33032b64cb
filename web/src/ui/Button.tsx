import { useId, type ButtonHTMLAttributes, type MouseEvent, type ReactNode, type Ref } from "react";
import { Icon } from "./Icon";
import type { Named } from "./naming";

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "disabled" | "aria-label" | "aria-labelledby">;

interface Look {
  look?: "plain" | "primary" | "ghost" | "danger";
  small?: boolean;
  icon?: string;
  /** Why the button does nothing now. It stays reachable, so that the reason can be read. */
  disabledReason?: string | null | undefined;
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

function classes(look: string, small: boolean, more: string | undefined, square = false): string {
  return ["button", look, small && "small", square && "square", more].filter(Boolean).join(" ");
}

function useRefusal(disabledReason: string | null | undefined, busy: boolean, onClick: Native["onClick"]) {
  const id = useId();
  const reason = busy ? "Working…" : disabledReason;
  return {
    reason,
    describe: reason ? { "aria-disabled": true as const, "aria-describedby": id, title: reason } : {},
    note: reason ? (
      <span id={id} className="visually-hidden">
        {reason}
      </span>
    ) : null,
    onClick: (event: MouseEvent<HTMLButtonElement>) => {
      if (reason) event.preventDefault();
      else onClick?.(event);
    },
  };
}

/** A button with a text. */
export function Button(props: Native & Look & { children: ReactNode }) {
  const {
    look = "plain",
    small = false,
    icon,
    disabledReason,
    busy = false,
    children,
    className,
    onClick,
    ...rest
  } = props;
  const refusal = useRefusal(disabledReason, busy, onClick);
  return (
    <>
      <button
        type="button"
        className={classes(look, small, className)}
        {...refusal.describe}
        {...rest}
        onClick={refusal.onClick}
      >
        {busy ? <Icon name="loading" spin /> : icon ? <Icon name={icon} /> : null}
        {children}
      </button>
      {refusal.note}
    </>
  );
}

/** A button that shows only an icon, and therefore must be given a name. */
export function IconButton(props: Native & Look & Named & { icon: string }) {
  const {
    look = "ghost",
    small = false,
    icon,
    disabledReason,
    busy = false,
    className,
    onClick,
    title,
    ...rest
  } = props;
  const refusal = useRefusal(disabledReason, busy, onClick);
  return (
    <>
      <button
        type="button"
        title={title ?? rest["aria-label"]}
        className={classes(look, small, className, true)}
        {...rest}
        {...refusal.describe}
        onClick={refusal.onClick}
      >
        <Icon name={busy ? "loading" : icon} spin={busy} />
      </button>
      {refusal.note}
    </>
  );
}
