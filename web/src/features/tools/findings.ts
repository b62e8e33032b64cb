import type { ToolProblem } from "@/api/types";
import type { Diagnostic } from "@/ui/diagnostics";

/** A finding as the editor and the Problems panel show it; its path says the place in the code. */
export function diagnosticOf({ line, column, path, message, fix, severity }: ToolProblem): Diagnostic {
  return {
    path: line ? `line ${line}, column ${column ?? 1}` : (path ?? ""),
    message,
    suggestion: fix ?? null,
    severity,
  };
}

/** Where in the code a finding is, as offsets: from its column to the end of its line. */
export function rangeOfProblem(text: string, problem: Diagnostic): [number, number] {
  const [, line = "1", column = "1"] = /^line (\d+), column (\d+)$/.exec(problem.path) ?? [];
  const lines = text.split("\n");
  const before = lines.slice(0, Number(line) - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const end = Math.min(before + (lines[Number(line) - 1]?.length ?? 0), text.length);
  return [Math.min(before + Number(column) - 1, end), end];
}
