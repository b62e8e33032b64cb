import type { KeyboardEvent, PointerEvent } from "react";

interface Props {
  label: string;
  orientation: "vertical" | "horizontal";
  value: number;
  min: number;
  max: number;
  onValue: (value: number) => void;
}

/** The line between two parts of the frame; moves with the pointer and with the arrow keys. */
export function Resizer({ label, orientation, value, min, max, onValue }: Props) {
  const clamp = (next: number) => onValue(Math.min(max, Math.max(min, Math.round(next))));
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const start = orientation === "vertical" ? event.clientX : event.clientY;
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) =>
      clamp(orientation === "vertical" ? value + moved.clientX - start : value + start - moved.clientY);
    const end = () => handle.removeEventListener("pointermove", move);
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", end, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const grow = orientation === "vertical" ? "ArrowRight" : "ArrowUp";
    const shrink = orientation === "vertical" ? "ArrowLeft" : "ArrowDown";
    if (event.key === grow) clamp(value + 16);
    else if (event.key === shrink) clamp(value - 16);
    else return;
    event.preventDefault();
  };
  return (
    // A separator that can be moved is a widget (ARIA 1.2 §6.6, separator), which the rule does not know.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- see above
    <div
      className={`resizer ${orientation}`}
      role="separator"
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
}
