import { useQuery } from "@tanstack/react-query";
import { call } from "@/api/client";
import type { Json } from "@/api/json";
import type { ToolVersion, ToolVersionWithDefinition } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { DiffView } from "@/ui/DiffView";
import { MoreButton } from "@/ui/MoreButton";
import { useNavigation } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { notify, notifyProblem } from "@/ui/toasts";
import { usePages } from "@/ui/usePages";
import { comparedVersions, VERSION_COLUMNS, VersionComparison, VersionRow } from "@/ui/versions";
import { useToolChange, versionQuery } from "../queries";

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
  const unusable = version.valid ? null : "It does not validate, so it can never be called.";
  return (
    <VersionRow
      version={version}
      mark={version.valid ? null : <Badge tone="bad">does not validate</Badge>}
      publish={{
        refusal: refusal ?? unusable,
        busy: publish.isPending,
        run: () => publish.mutate(undefined, done),
      }}
      goBack={{ refusal, busy: rollback.isPending, run: () => rollback.mutate(undefined, done) }}
    />
  );
}

/** Versions of a tool: which one is called, what they differ in, and the way back. */
export function ToolVersions({ tool }: { tool: string }) {
  const navigation = useNavigation();
  const { rows, pages } = usePages("listToolVersions", { path: { tool }, query: { limit: 50 } });
  const { from, to } = navigation.page?.search ?? {};
  const { left, right } = comparedVersions(rows, from ? Number(from) : null, to ? Number(to) : null);
  if (pages.error) return <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} />;
  return (
    <div className="stack">
      <div className="table-wrap">
        <table className="table" aria-label="Versions">
          <TableHead columns={VERSION_COLUMNS} actions />
          <tbody>
            {rows.map((version) => (
              <Row key={version.id} tool={tool} version={version} />
            ))}
          </tbody>
        </table>
      </div>
      <MoreButton pages={pages} label="Show older versions" />
      <VersionComparison
        id="tool-versions-diff"
        versions={rows}
        left={left}
        right={right}
        onLeft={(number) => navigation.setSearch({ from: String(number) })}
        onRight={(number) => navigation.setSearch({ to: String(number) })}
      >
        <Differences tool={tool} from={left} to={right} />
      </VersionComparison>
    </div>
  );
}
