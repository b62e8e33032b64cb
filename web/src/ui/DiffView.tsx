import { useMemo } from "react";
import { diffLines, shortened } from "./lineDiff";

const MARKS = { same: "  ", before: "- ", after: "+ ", "left-out": "" } as const;

/** Two texts as the lines that went and the lines that came. */
export function DiffView({ before, after, label }: { before: string; after: string; label: string }) {
  const lines = useMemo(() => shortened(diffLines(before, after)), [before, after]);
  if (before === after) return <p className="soft">These say the same.</p>;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region has to take focus to be scrolled by keys
    <pre className="code lines" tabIndex={0} role="group" aria-label={label}>
      {lines.map((line, at) => (
        <span key={at} className={line.kind}>
          {MARKS[line.kind] + line.text}
        </span>
      ))}
    </pre>
  );
}
