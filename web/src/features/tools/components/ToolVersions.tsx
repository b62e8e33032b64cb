import { useQuery } from "@tanstack/react-query";
import { call } from "@/api/client";
import type { Json } from "@/api/json";
import type { ToolVersion, ToolVersionWithDefinition } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { DiffView } from "@/ui/DiffView";
import { SelectField } from "@/ui/Field";
import { MoreButton } from "@/ui/MoreButton";
import { Moment } from "@/ui/Moment";
import { useNavigation } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { notify, notifyProblem } from "@/ui/toasts";
import { usePages } from "@/ui/usePages";
import { useToolChange, versionQuery } from "../queries";
import { VERSION_TONES } from "../words";

const written = (value: Json) => JSON.stringify(value, null, 2);

/** What a version says, in parts that are compared by themselves. */
function partsOf({ definition, description, input_schema, output_schema }: ToolVersionWithDefinition) {
  const { code, ...settings } = definition;
  return {
    Description: description,
    Code: typeof code === "string" ? code : "",
    Settings: written(settings),
    "Input schema": written(input_schema),
    "Output schema": written(output_schema),
  };
}

function Differences({ tool, from, to }: { tool: string; from: number; to: number }) {
  const left = useQuery(versionQuery(tool, from));
  const right = useQuery(versionQuery(tool, to));
  const error = left.error ?? right.error;
  if (error) return <ProblemNote error={error} onRetry={() => void Promise.all([left.refetch(), right.refetch()])} />;
  if (!left.data || !right.data) return null;
  const [before, after] = [partsOf(left.data), partsOf(right.data)];
  const different = (Object.keys(before) as (keyof typeof before)[]).filter((part) => before[part] !== after[part]);
  if (different.length === 0) return <p className="soft">These versions say the same.</p>;
  return different.map((part) => (
    <div key={part} className="stack tight">
      <h3>{part}</h3>
      <DiffView before={before[part]} after={after[part]} label={`${part}, version ${from} to ${to}`} />
    </div>
  ));
}

function Row({ tool, version }: { tool: string; version: ToolVersion }) {
  const refusal = useRefusal("tools.publish");
  const publish = useToolChange(() => call("publishToolVersion", { path: { tool, number: version.number } }));
  const rollback = useToolChange(() => call("rollBackTool", { path: { tool }, body: { number: version.number } }));
  const current = () => notify(`Version ${version.number} is published`, "The next call uses it.");
  const done = { onSuccess: current, onError: notifyProblem };
  return (
    <tr>
      <td>{version.number}</td>
      <td>
        <Badge tone={VERSION_TONES[version.state]}>{version.state}</Badge>{" "}
        {version.valid ? null : <Badge tone="bad">does not validate</Badge>}
      </td>
      <td className="soft">
        <Moment at={version.created_at} />
      </td>
      <td className="faint">
        <code title={version.content_hash}>{version.content_hash.replace("sha256:", "").slice(0, 10)}</code>
      </td>
      <td className="number">
        {version.state === "draft" ? (
          <Button
            small
            look="ghost"
            busy={publish.isPending}
            disabledReason={refusal ?? (version.valid ? null : "It does not validate, so it can never be called.")}
            aria-label={`Publish version ${version.number}`}
            onClick={() => publish.mutate(undefined, done)}
          >
            Publish
          </Button>
        ) : null}
        {version.state === "retired" ? (
          <Button
            small
            look="ghost"
            busy={rollback.isPending}
            disabledReason={refusal}
            aria-label={`Go back to version ${version.number}`}
            onClick={() => rollback.mutate(undefined, done)}
          >
            Go back
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

/** Versions of a tool: which one is called, what they differ in, and the way back. */
export function ToolVersions({ tool }: { tool: string }) {
  const navigation = useNavigation();
  const { rows, pages } = usePages("listToolVersions", { path: { tool }, query: { limit: 50 } });
  const { from, to } = navigation.page?.search ?? {};
  const right = Number(to ?? rows[0]?.number ?? 1);
  const published = rows.find((version) => version.state === "published" && version.number !== right);
  const left = Number(from ?? published?.number ?? Math.max(1, right - 1));
  const choices = rows.map(({ number, state }) => ({ value: String(number), label: `Version ${number} (${state})` }));
  if (pages.error) return <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} />;
  return (
    <div className="stack">
      <div className="table-wrap">
        <table className="table" aria-label="Versions">
          <TableHead columns={["Version", "State", "Made", "Content"]} actions />
          <tbody>
            {rows.map((version) => (
              <Row key={version.id} tool={tool} version={version} />
            ))}
          </tbody>
        </table>
      </div>
      <MoreButton pages={pages} label="Show older versions" />
      {rows.length > 1 ? (
        <section className="stack" aria-labelledby="tool-versions-diff">
          <h2 id="tool-versions-diff">Compare</h2>
          <div className="pair">
            <SelectField
              label="From"
              value={String(left)}
              choices={choices}
              onValue={(value) => navigation.setSearch({ from: value })}
            />
            <SelectField
              label="To"
              value={String(right)}
              choices={choices}
              onValue={(value) => navigation.setSearch({ to: value })}
            />
          </div>
          {left === right ? (
            <p className="soft">Choose two different versions.</p>
          ) : (
            <Differences tool={tool} from={left} to={right} />
          )}
        </section>
      ) : null}
    </div>
  );
}
