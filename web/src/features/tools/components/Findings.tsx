import type { ToolProblem } from "@/api/types";
import { Badge } from "@/ui/Badge";

function placeOf({ line, column, path }: ToolProblem): string | null {
  if (line) return column ? `Line ${line}, column ${column}` : `Line ${line}`;
  return path ?? null;
}

/** What validation found, each with its place and what to do; a place in the code can be gone to. */
export function Findings({
  problems,
  onGo,
}: {
  problems: readonly ToolProblem[];
  onGo?: (line: number, column: number) => void;
}) {
  if (problems.length === 0) return null;
  return (
    <ul className="stack tight findings" aria-label="Findings">
      {problems.map((problem, at) => {
        const place = placeOf(problem);
        return (
          <li key={at} className="card">
            <div className="row">
              <Badge tone={problem.severity === "error" ? "bad" : "warn"} icon={problem.severity}>
                {problem.severity}
              </Badge>
              {place === null ? null : onGo && problem.line ? (
                <button
                  type="button"
                  className="button small ghost"
                  onClick={() => onGo(problem.line ?? 1, problem.column ?? 1)}
                >
                  {place}
                </button>
              ) : (
                <span className="faint">{place}</span>
              )}
              <code className="faint">{problem.rule}</code>
            </div>
            <div>{problem.message}</div>
            {problem.fix ? <div className="soft">{problem.fix}</div> : null}
          </li>
        );
      })}
    </ul>
  );
}
