import { useEffect, useRef } from "react";
import { IconButton } from "@/ui/Button";
import { diagnostics, type Diagnostic } from "@/ui/diagnostics";
import { EmptyState } from "@/ui/EmptyState";
import { Icon } from "@/ui/Icon";
import { useNavigation } from "@/ui/navigation";
import { output } from "@/ui/output";
import { useStore } from "@/ui/store";
import { Tabs } from "@/ui/Tabs";
import { useWorkbench } from "./context";
import { changeLayout, layout } from "./layout";
import { Resizer } from "./Resizer";

const ICONS: Record<Diagnostic["severity"], string> = { error: "error", warning: "warning", info: "info" };

/** Problems of the open pages; choosing one goes to the page it is on. */
export function ProblemsPanel() {
  const groups = [...useStore(diagnostics).values()].filter((group) => group.items.length > 0);
  const navigation = useNavigation();
  if (groups.length === 0) return <p className="panel-empty">No problems have been found in the open pages.</p>;
  return (
    <ul className="problem-list">
      {groups.map((group) => (
        <li key={group.source}>
          <h3>
            {group.source} <span className="badge">{group.items.length}</span>
          </h3>
          <ul>
            {group.items.map((item) => (
              <li key={`${item.path} ${item.message}`}>
                <button type="button" onClick={() => navigation.open(group.href)}>
                  <span className={`severity ${item.severity}`}>
                    <Icon name={ICONS[item.severity]} />
                    <span className="visually-hidden">{item.severity}: </span>
                  </span>
                  <span>{item.message}</span>
                  {item.suggestion ? <span className="soft">{item.suggestion}</span> : null}
                  <code>{item.path || "/"}</code>
                </button>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

export function ProblemsBadge() {
  const count = [...useStore(diagnostics).values()].reduce((sum, group) => sum + group.items.length, 0);
  return count > 0 ? <span className="badge">{count}</span> : null;
}

/** What runs report while they go on. */
export function OutputPanel() {
  const lines = useStore(output);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
  }, [lines]);
  if (lines.length === 0) {
    return (
      <EmptyState icon="output" title="Nothing yet">
        Talk to an agent: the events of its runs appear here.
      </EmptyState>
    );
  }
  return (
    <div className="output-lines" role="log" aria-live="off" aria-label="Output">
      {lines.map((line) => (
        <div key={line.id} className={line.tone}>
          <time dateTime={line.at}>{line.at.slice(11, 23)}</time> <span className="channel">{line.channel}</span>{" "}
          {line.text}
        </div>
      ))}
      <div ref={end} />
    </div>
  );
}

export function BottomPanel() {
  const { panels } = useWorkbench();
  const { panel: current, panelHeight } = useStore(layout);
  const shown = panels.find((panel) => panel.id === current && panel.component) ?? panels[0];
  if (!shown) return null;
  const Content = shown.component;
  const items = panels.map(({ id, title, badge: Badge, disabledReason }) => ({
    id,
    label: (
      <>
        {title} {Badge ? <Badge /> : null}
      </>
    ),
    ...(disabledReason ? { disabledReason } : {}),
  }));
  return (
    <section className="bottom" aria-label="Panel" style={{ height: panelHeight }}>
      <Resizer
        label="Height of the panel"
        orientation="horizontal"
        value={panelHeight}
        min={100}
        max={600}
        onValue={(value) => changeLayout({ panelHeight: value })}
      />
      <Tabs aria-label="Panel" items={items} selected={shown.id} onSelect={(panel) => changeLayout({ panel })}>
        <div className="bottom-body">{Content ? <Content /> : null}</div>
      </Tabs>
      <div className="bottom-actions">
        <IconButton
          small
          icon="close"
          aria-label="Close the panel"
          onClick={() => changeLayout({ panelOpen: false })}
        />
      </div>
    </section>
  );
}
