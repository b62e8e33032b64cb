import type { FieldProblem } from "@/api/errors";
import type { FieldFault } from "@/ui/Field";

/**
 * What the server refused of a field: exactly there, or of what the field is in.
 *
 * A refusal of the whole begins with the field it is about, as in `judge: a rule of judge needs …`.
 */
export function faultOf(problems: readonly FieldProblem[], path: string): FieldFault | null {
  const cut = path.lastIndexOf("/");
  const [whole, begins] = [path.slice(0, cut), `${path.slice(cut + 1)}:`];
  const found = problems.find(
    (one) => one.path === path || (one.path === whole && one.message.toLowerCase().startsWith(begins)),
  );
  return found ? { message: found.message } : null;
}
