import { memo, useMemo, useState } from "react";
import type { OpenApiOperation } from "@/api/types";
import { Badge, type Tone } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { TextField } from "@/ui/Field";

const DIFFERENCES: Record<OpenApiOperation["difference"], { tone: Tone; label: string }> = {
  new: { tone: "accent", label: "new" },
  same: { tone: "plain", label: "as it is" },
  changed: { tone: "warn", label: "changed" },
  gone: { tone: "bad", label: "gone" },
  unusable: { tone: "plain", label: "cannot be used" },
};
const STEP = 100;

/** Whether a tool can be made of an operation, or be made anew. */
export function isUsable({ difference }: OpenApiOperation): boolean {
  return difference !== "gone" && difference !== "unusable";
}

const Row = memo(function Row({
  operation,
  chosen,
  onChosen,
}: {
  operation: OpenApiOperation;
  chosen: boolean;
  onChosen: (id: string, on: boolean) => void;
}) {
  const { id, method, path, title, tool, difference, changed, why } = operation;
  const { tone, label } = DIFFERENCES[difference];
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          aria-label={`Take ${id}`}
          checked={chosen}
          disabled={!isUsable(operation)}
          onChange={(event) => onChosen(id, event.target.checked)}
        />
      </td>
      <td>
        <code>
          {method.toUpperCase()} {path}
        </code>
        <div className="faint clip">{title}</div>
      </td>
      <td>
        <code>{tool}</code>
      </td>
      <td>
        <Badge tone={tone}>{label}</Badge>
        <div className="faint">{why ?? (changed.length > 0 ? changed.join(", ") : null)}</div>
      </td>
    </tr>
  );
});

interface Props {
  operations: readonly OpenApiOperation[];
  chosen: ReadonlySet<string>;
  onChosen: (update: (before: ReadonlySet<string>) => ReadonlySet<string>) => void;
}

/** The operations of a document, to choose from; a long document is shown in parts. */
export function OperationTable({ operations, chosen, onChosen }: Props) {
  const [filter, setFilter] = useState("");
  const [shown, setShown] = useState(STEP);
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = operations.filter(({ id, path, title, method }) => {
    const text = `${id} ${method} ${path} ${title}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const choose = useMemo(
    () => (id: string, on: boolean) =>
      onChosen((before) => {
        const after = new Set(before);
        if (on) after.add(id);
        else after.delete(id);
        return after;
      }),
    [onChosen],
  );
  return (
    <div className="stack">
      <div className="row spread">
        <div className="filters">
          <TextField label="Filter" type="search" value={filter} onValue={setFilter} />
        </div>
        <div className="row">
          <span className="soft" role="status">
            {chosen.size} of {operations.length} chosen
          </span>
          <Button
            small
            onClick={() =>
              onChosen((before) => new Set([...before, ...fitting.filter(isUsable).map((operation) => operation.id)]))
            }
          >
            Take all shown
          </Button>
          <Button small onClick={() => onChosen(() => new Set())}>
            Take none
          </Button>
        </div>
      </div>
      <div className="table-wrap">
        <table className="table" aria-label="Operations">
          <thead>
            <tr>
              <th>
                <span className="visually-hidden">Take</span>
              </th>
              <th>Operation</th>
              <th>Tool</th>
              <th>Against the tools there are</th>
            </tr>
          </thead>
          <tbody>
            {fitting.slice(0, shown).map((operation) => (
              <Row key={operation.id} operation={operation} chosen={chosen.has(operation.id)} onChosen={choose} />
            ))}
          </tbody>
        </table>
      </div>
      {fitting.length > shown ? (
        <div>
          <Button onClick={() => setShown(shown + STEP)}>Show more operations</Button>
        </div>
      ) : null}
    </div>
  );
}
