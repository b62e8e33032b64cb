import type { ToolWithDefinition } from "@/api/types";
import { Icon } from "@/ui/Icon";
import { PageLink } from "@/ui/navigation";

/** The part before the two underscores names the server or the document that a tool came from. */
function sourceOf(name: string): string {
  return name.split("__")[0] ?? name;
}

/** Why a tool is quarantined, and where somebody reads what changed and releases it. */
export function HeldNote({ tool }: { tool: ToolWithDefinition }) {
  if (tool.held_because === null) return null;
  const source = sourceOf(tool.name);
  return (
    <div className="problem" role="note" aria-label="Quarantine">
      <Icon name="shield" />
      <div>
        <strong>Nobody can call this tool</strong>
        <div className="problem-detail">{tool.held_because}</div>
        <div>
          {tool.kind === "mcp" ? (
            <PageLink page="mcp.server" params={{ server: source }} search={{ tool: tool.name }}>
              Read what changed, then approve or refuse it
            </PageLink>
          ) : null}
          {tool.kind === "openapi" ? (
            <PageLink page="tools.openapi" params={{}} search={{ name: source }}>
              Import the document again to release it
            </PageLink>
          ) : null}
        </div>
      </div>
    </div>
  );
}
