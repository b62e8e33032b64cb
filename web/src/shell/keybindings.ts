import { createStoredStore } from "@/ui/store";

/** Shortcuts a person chose, by command id; an empty list means none. */
export const customKeys = createStoredStore<Record<string, readonly string[]>>("charter.keys", {});

const isMac = () => /mac|iphone|ipad/i.test(navigator.platform);
const MODIFIERS = ["Mod", "Ctrl", "Alt", "Shift"];

/** The name of a pressed combination, like `Mod+Shift+P`; empty while only modifiers are held. */
export function keyName(
  event: Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
): string {
  if (["Control", "Shift", "Alt", "Meta"].includes(event.key)) return "";
  const mod = isMac() ? event.metaKey : event.ctrlKey;
  const parts = [mod && "Mod", isMac() && event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift"];
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1] ?? /^Digit(\d)$/.exec(event.code)?.[1];
  const key = letter ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  return [...parts.filter(Boolean), key === " " ? "Space" : key].join("+");
}

/** How a combination is written for people on this machine. */
export function showKeys(keys: string): string {
  return keys.replace("Mod", isMac() ? "⌘" : "Ctrl");
}

/** Whether a combination types something into a field and must be left to it. */
export function typesText(name: string): boolean {
  const parts = name.split("+");
  const key = parts.at(-1) ?? "";
  return (
    !/^F\d+$/.test(key) &&
    !parts.some((part) => part === "Mod" || part === "Alt" || part === "Ctrl") &&
    !MODIFIERS.includes(key)
  );
}

export function keysOf(
  command: { id: string; keys?: readonly string[] },
  custom = customKeys.get(),
): readonly string[] {
  return custom[command.id] ?? command.keys ?? [];
}
