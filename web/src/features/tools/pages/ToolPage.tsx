import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { call } from "@/api/client";
import type { ToolWithDefinition } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { JsonView } from "@/ui/JsonView";
import { MenuButton } from "@/ui/Menu";
import { Moment } from "@/ui/Moment";
import { PageLink, useNavigation, useParam } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { Tabs } from "@/ui/Tabs";
import { notify, notifyProblem } from "@/ui/toasts";
import { Findings } from "../components/Findings";
import { HeldNote } from "../components/HeldNote";
import { RiskBadge, StateBadge } from "../components/ToolBadges";
import { ToolChangeDialog } from "../components/ToolDialogs";
import { ToolHealth, ToolUsers } from "../components/ToolUse";
import { ToolVersions } from "../components/ToolVersions";
import { TryCall } from "../components/TryCall";
import { toolQuery, useToolChange } from "../queries";
import { KINDS } from "../words";

const BUILT_IN = "It is built in: it can only be turned on and off.";

function About({ tool }: { tool: ToolWithDefinition }) {
  return (
    <div className="stack">
      <p className="said">{tool.description}</p>
      <dl className="facts">
        <dt>Granted as</dt>
        <dd>
          <code>{tool.name}</code>
        </dd>
        <dt>Kind</dt>
        <dd>{KINDS[tool.kind]}</dd>
        {tool.published_version === null ? null : (
          <>
            <dt>Called version</dt>
            <dd>{tool.published_version}</dd>
          </>
        )}
        {tool.tags.length === 0 ? null : (
          <>
            <dt>Tags</dt>
            <dd className="row">
              {tool.tags.map((tag) => (
                <PageLink key={tag} page="tools.list" params={{}} search={{ tag }}>
                  {tag}
                </PageLink>
              ))}
            </dd>
          </>
        )}
        {tool.updated_at === null ? null : (
          <>
            <dt>Changed</dt>
            <dd>
              <Moment at={tool.updated_at} />
            </dd>
          </>
        )}
      </dl>
      <Findings problems={tool.problems} />
      <section className="stack" aria-labelledby="tool-health">
        <h2 id="tool-health">Health</h2>
        <ToolHealth tool={tool.name} />
      </section>
      {tool.kind === "openapi" ? <TryCall tool={tool.name} schema={tool.input_schema} /> : null}
    </div>
  );
}

function Schemas({ tool }: { tool: ToolWithDefinition }) {
  return (
    <div className="stack">
      <h2>Input</h2>
      <JsonView label="Input schema" value={tool.input_schema} />
      <h2>Output</h2>
      {tool.output_schema === null ? (
        <p className="soft">It does not say what it returns.</p>
      ) : (
        <JsonView label="Output schema" value={tool.output_schema} />
      )}
    </div>
  );
}

function Actions({ tool, onDialog }: { tool: ToolWithDefinition; onDialog: (dialog: "change" | "delete") => void }) {
  const navigation = useNavigation();
  const mayManage = useRefusal("tools.manage");
  const mayWrite = useRefusal("tools.write");
  const mayDelete = useRefusal("tools.delete");
  const on = tool.state === "disabled";
  const turn = useToolChange(() => call(on ? "enableTool" : "disableTool", { path: { tool: tool.name } }));
  const builtIn = tool.kind === "built_in" ? BUILT_IN : null;
  return (
    <div className="row">
      {tool.kind === "python" ? (
        <Button icon="code" onClick={() => navigation.open(navigation.href("tools.code", { tool: tool.name }))}>
          Edit code
        </Button>
      ) : null}
      <Button
        icon={on ? "check" : "circle-slash"}
        busy={turn.isPending}
        disabledReason={mayManage}
        onClick={() =>
          turn.mutate(undefined, {
            onSuccess: () =>
              notify(
                `${tool.title} is ${on ? "enabled" : "disabled"}`,
                "It holds from the next call on, in every run.",
              ),
            onError: notifyProblem,
          })
        }
      >
        {on ? "Enable" : "Disable"}
      </Button>
      <MenuButton
        label="More actions"
        items={[
          {
            id: "change",
            label: "Change title, risk, tags…",
            icon: "edit",
            disabledReason: mayWrite ?? builtIn,
            run: () => onDialog("change"),
          },
          {
            id: "delete",
            label: "Delete…",
            icon: "trash",
            disabledReason: mayDelete ?? builtIn,
            run: () => onDialog("delete"),
          },
        ]}
      />
    </div>
  );
}

function Shown({ tool }: { tool: ToolWithDefinition }) {
  const navigation = useNavigation();
  const [dialog, setDialog] = useState<"change" | "delete" | null>(null);
  const remove = useToolChange(() => call("deleteTool", { path: { tool: tool.name } }));
  const view = navigation.page?.search["view"] ?? "about";
  const views: Record<string, () => React.ReactNode> = {
    about: () => <About tool={tool} />,
    schemas: () => <Schemas tool={tool} />,
    versions: () => <ToolVersions tool={tool.name} />,
    users: () => <ToolUsers tool={tool.name} />,
  };
  return (
    <div className="page wide">
      <header className="page-head">
        <div>
          <div className="row">
            <h1>{tool.title}</h1>
            <StateBadge state={tool.state} />
            <RiskBadge risk={tool.risk} />
            {tool.latest_version !== null && tool.latest_version !== tool.published_version ? (
              <Badge tone="accent">draft v{tool.latest_version}</Badge>
            ) : null}
          </div>
        </div>
        <Actions tool={tool} onDialog={setDialog} />
      </header>
      <HeldNote tool={tool} />
      <div>
        <Tabs
          aria-label="Tool"
          items={[
            { id: "about", label: "About" },
            { id: "schemas", label: "Schemas" },
            {
              id: "versions",
              label: "Versions",
              ...(tool.kind === "built_in" ? { disabledReason: "Built-in tools have no versions." } : {}),
            },
            { id: "users", label: "Used by" },
          ]}
          selected={view in views ? view : "about"}
          onSelect={(next) => navigation.setSearch({ view: next === "about" ? undefined : next })}
        >
          <div className="tab-body">{(views[view] ?? views["about"])?.()}</div>
        </Tabs>
      </div>
      {dialog === "change" ? <ToolChangeDialog tool={tool} onClose={() => setDialog(null)} /> : null}
      {dialog === "delete" ? (
        <ConfirmDialog
          title={`Delete ${tool.name}?`}
          action="Delete"
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setDialog(null)}
          onConfirm={() =>
            remove.mutate(undefined, {
              onSuccess: () => {
                notify(`${tool.name} was deleted`);
                navigation.close();
                navigation.open(navigation.href("tools.list", {}), { replace: true });
              },
            })
          }
        >
          The tool and its versions are removed for good. Agents that were granted it go on without it.
        </ConfirmDialog>
      ) : null}
    </div>
  );
}

/** One tool: what it says, whether it works, its versions, and who depends on it. */
export function ToolPage() {
  const name = useParam("tool");
  const { setTitle } = useNavigation();
  const tool = useQuery(toolQuery(name));
  const title = tool.data?.title ?? name;
  useEffect(() => setTitle(title), [title, setTitle]);
  if (tool.error)
    return (
      <div className="page">
        <ProblemNote error={tool.error} onRetry={() => void tool.refetch()} />
      </div>
    );
  if (!tool.data) return <div className="page-wait" role="status" aria-label="Loading the tool" />;
  return <Shown key={name} tool={tool.data} />;
}
