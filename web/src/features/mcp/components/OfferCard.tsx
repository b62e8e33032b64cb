import { call } from "@/api/client";
import type { Json } from "@/api/json";
import type { McpTool } from "@/api/types";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { DiffView } from "@/ui/DiffView";
import { JsonView } from "@/ui/JsonView";
import { PageLink } from "@/ui/navigation";
import { notify, notifyProblem } from "@/ui/toasts";
import { useMcpChange } from "../queries";
import { OFFERS } from "../words";

function written(value: Json | undefined): string {
  return typeof value === "string"
    ? value
    : value === null || value === undefined
      ? ""
      : JSON.stringify(value, null, 2);
}

/** What looks like instructions hidden in a tool's texts. */
function Flags({ flags }: Pick<McpTool, "flags">) {
  if (flags.length === 0) return null;
  return (
    <ul className="stack tight" aria-label="What looks like hidden instructions">
      {flags.map((flag, at) => (
        <li key={at} className="row">
          <Badge tone={flag.severity === "high" ? "bad" : "warn"} icon="warning">
            {flag.rule}
          </Badge>
          <span className="faint">{flag.where}</span>
          <q className="said">{flag.excerpt}</q>
        </li>
      ))}
    </ul>
  );
}

/** What differs from what was approved, member by member. */
function Changes({ changes, name }: { changes: McpTool["changes"]; name: string }) {
  return changes.map((change) => {
    const { member, before, after } = change as { member: string; before?: Json; after?: Json };
    return (
      <div key={member} className="stack tight">
        <h3>{member}</h3>
        <DiffView before={written(before)} after={written(after)} label={`${member} of ${name}, approved and now`} />
      </div>
    );
  });
}

interface Props {
  server: string;
  tool: McpTool;
  refusal: string | null;
}

/** One tool that a server offers, with everything somebody reads before approving it. */
export function OfferCard({ server, tool, refusal }: Props) {
  const flagged = tool.flags.length > 0;
  const approve = useMcpChange(() =>
    call("approveMcpTools", {
      path: { server },
      body: { tools: [{ name: tool.name, hash: tool.hash }], accept_flagged: flagged },
    }),
  );
  const refuse = useMcpChange(() => call("refuseMcpTools", { path: { server }, body: { tools: [tool.name] } }));
  const { tone, label } = OFFERS[tool.state];
  return (
    <li className="card stack" aria-label={tool.name}>
      <div className="row spread">
        <div className="row">
          <h2>{tool.title ?? tool.name}</h2>
          <Badge tone={tone}>{label}</Badge>
          {tool.tool_id ? (
            <PageLink page="tools.show" params={{ tool: tool.registered_name }}>
              <code>{tool.registered_name}</code>
            </PageLink>
          ) : (
            <code className="faint">{tool.registered_name}</code>
          )}
        </div>
        <div className="row">
          {tool.state === "refused" ? null : (
            <Button
              small
              busy={refuse.isPending}
              disabledReason={refusal}
              aria-label={`Refuse ${tool.name}`}
              onClick={() =>
                refuse.mutate(undefined, {
                  onSuccess: () => notify(`${tool.name} is refused`, "Nobody can call it."),
                  onError: notifyProblem,
                })
              }
            >
              Refuse
            </Button>
          )}
          {tool.state === "approved" || tool.state === "gone" ? null : (
            <Button
              small
              look={flagged ? "danger" : "primary"}
              busy={approve.isPending}
              disabledReason={refusal}
              aria-label={`Approve ${tool.name}${flagged ? " although it is flagged" : ""}`}
              onClick={() =>
                approve.mutate(undefined, {
                  onSuccess: ({ left }) =>
                    left.length > 0
                      ? notify(`${tool.name} was not approved`, left[0]?.why)
                      : notify(`${tool.name} is approved`, `Agents can be granted ${tool.registered_name}.`),
                  onError: notifyProblem,
                })
              }
            >
              {flagged ? "Approve although flagged" : "Approve"}
            </Button>
          )}
        </div>
      </div>
      <Flags flags={tool.flags} />
      {tool.changes.length > 0 ? (
        <Changes changes={tool.changes} name={tool.name} />
      ) : (
        <p className="said">{tool.description}</p>
      )}
      <details>
        <summary>What it takes</summary>
        <JsonView label={`Input schema of ${tool.name}`} value={tool.input_schema} />
      </details>
    </li>
  );
}
