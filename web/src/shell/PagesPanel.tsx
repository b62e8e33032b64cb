import { Tree } from "@/ui/Tree";
import { useNavigation, type PageId } from "@/ui/navigation";
import { useWorkbench } from "./context";

/** The pages of a view as a tree: the side panel of a view that brings none. */
export function PagesPanel({ view, title }: { view: string; title: string }) {
  const navigation = useNavigation();
  const { pages } = useWorkbench();
  const items = pages
    .filter((page) => page.view === view && !page.path.includes("$"))
    .map(({ id, title: label, icon }) => ({ id, label, icon }));
  return (
    <Tree
      aria-label={title}
      items={items}
      selected={navigation.page?.id}
      onOpen={(id) => navigation.open(navigation.href(id as PageId, {}))}
    />
  );
}
