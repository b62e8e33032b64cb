import { Icon } from "@/ui/Icon";
import type { Navigation } from "@/ui/navigation";
import { moveFocus } from "@/ui/rovingFocus";
import { useStore } from "@/ui/store";
import { MenuButton } from "@/ui/Menu";
import { useCommands } from "@/ui/commands";
import { useWorkbench } from "./context";
import { changeLayout, layout } from "./layout";

/** The views, one below the other; what is not there yet is named with the reason. */
export function ActivityBar({ navigation }: { navigation: Navigation }) {
  const { views } = useWorkbench();
  const { view: current, sideOpen } = useStore(layout);
  const commands = useCommands();
  const account = [
    "workbench.theme.light",
    "workbench.theme.dark",
    "workbench.theme.contrast",
    "workbench.theme.system",
    "account.security",
    "account.signOut",
  ];
  return (
    <nav className="activity" aria-label="Views">
      <div
        role="toolbar"
        tabIndex={-1}
        aria-label="Views"
        aria-orientation="vertical"
        onKeyDown={(event) => void moveFocus(event, { items: "button", orientation: "vertical" })}
      >
        {views.map((view) => {
          const selected = view.id === current;
          return (
            <button
              key={view.id}
              type="button"
              className={selected ? "activity-item selected" : "activity-item"}
              aria-label={view.title}
              aria-pressed={selected && sideOpen}
              aria-disabled={view.disabledReason ? true : undefined}
              title={view.disabledReason ? `${view.title}: ${view.disabledReason}` : view.title}
              tabIndex={selected ? 0 : -1}
              onClick={() => {
                if (view.disabledReason) return;
                changeLayout(selected ? { sideOpen: !sideOpen } : { view: view.id, sideOpen: true });
                if (!selected && view.home) navigation.open(navigation.href(view.home, {}));
              }}
            >
              <Icon name={view.icon} />
            </button>
          );
        })}
      </div>
      <div className="activity-end">
        <MenuButton
          label="Account and theme"
          icon="account"
          items={account.map((id) => {
            const command = commands.get(id);
            return {
              id,
              label: command.title,
              run: command.run,
              disabledReason: command.disabledReason,
              ...(command.icon ? { icon: command.icon } : {}),
            };
          })}
        />
      </div>
    </nav>
  );
}
