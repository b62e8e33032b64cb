import { parseJsonObject } from "@/api/json";
import { TextArea } from "./Field";

interface Props {
  label: string;
  text: string;
  onText: (text: string) => void;
  hint?: string;
  rows?: number;
}

/** A field for a JSON object; says at once what keeps the text from being one. An empty text is left to the caller. */
export function JsonField({ label, text, onText, hint, rows }: Props) {
  const found = text.trim() ? parseJsonObject(text) : null;
  return (
    <TextArea
      label={label}
      mono
      spellCheck={false}
      rows={rows ?? Math.min(14, Math.max(3, text.split("\n").length + 1))}
      value={text}
      onValue={onText}
      hint={hint}
      fault={found && "fault" in found ? { message: found.fault } : null}
    />
  );
}
