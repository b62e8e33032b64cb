import type { GuardrailVerdict } from "@/api/types";
import { piecesOf } from "../spans";
import "../guardrails.css";

/** A text in which what detectors found is marked and named. */
export function MarkedText({
  text,
  spans,
  label,
}: {
  text: string;
  spans: GuardrailVerdict["hits"][number]["spans"];
  label: string;
}) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region has to take focus to be scrolled by keys
    <pre className="code" tabIndex={0} role="group" aria-label={label}>
      {piecesOf(text, spans).map((piece, at) =>
        piece.kinds.length > 0 ? (
          <mark key={at} title={piece.kinds.join(", ")}>
            {piece.text}
            <span className="visually-hidden"> ({piece.kinds.join(", ")}) </span>
          </mark>
        ) : (
          piece.text
        ),
      )}
    </pre>
  );
}
