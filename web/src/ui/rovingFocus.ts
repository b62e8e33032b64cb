import type { KeyboardEvent } from "react";

interface Roving {
  /** Selector of the items inside the container, in order. */
  items: string;
  orientation: "horizontal" | "vertical";
}

/**
 * Arrow keys, Home and End move the focus among the items of a container, so that it is one stop for Tab
 * (ARIA Authoring Practices, roving tabindex). Returns whether the key was used.
 */
export function moveFocus(event: KeyboardEvent<HTMLElement>, { items, orientation }: Roving): boolean {
  const list = [...event.currentTarget.querySelectorAll<HTMLElement>(items)];
  const at = list.indexOf(document.activeElement as HTMLElement);
  const [back, forward] = orientation === "horizontal" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  const moves: Record<string, number> = {
    [back]: at <= 0 ? list.length - 1 : at - 1,
    [forward]: at >= list.length - 1 ? 0 : at + 1,
    Home: 0,
    End: list.length - 1,
  };
  const target = moves[event.key];
  if (target === undefined || list.length === 0) return false;
  event.preventDefault();
  list[target]?.focus();
  return true;
}
