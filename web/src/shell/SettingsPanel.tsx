import { Tree } from "@/ui/Tree";
import { useNavigation, type PageId } from "@/ui/navigation";
import { useWorkbench } from "./context";

/** The pages of the settings view as a tree. */
export function SettingsPanel() {
  const navigation = useNavigation();
  const { pages } = useWorkbench();
  const items = pages
    .filter((page) => page.view === "settings")
    .map(({ id, title, icon }) => ({ id, label: title, icon }));
  return (
    <Tree
      aria-label="Settings"
      items={items}
      selected={navigation.page?.id}
      onOpen={(id) => navigation.open(navigation.href(id as PageId, {}))}
    />
  );
}
