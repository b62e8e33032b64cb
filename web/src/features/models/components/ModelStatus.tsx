import { useQuery } from "@tanstack/react-query";
import { Icon } from "@/ui/Icon";
import { useNavigation } from "@/ui/navigation";
import { modelsQuery, routesQuery } from "../queries";

/** The model that the default route uses first; the demo model is named as such. */
export function ModelStatus() {
  const navigation = useNavigation();
  const routes = useQuery({ ...routesQuery, refetchInterval: 60_000 });
  const models = useQuery({ ...modelsQuery, refetchInterval: 60_000 });
  const ref = routes.data?.items.find((route) => route.name === "default")?.targets[0]?.model;
  const model = models.data?.items.find((one) => one.ref === ref);
  if (!routes.data) return null;
  const text = ref === undefined ? "No model" : (model?.name ?? ref);
  const demo = model?.demo === true && !/demo/i.test(text);
  return (
    <button
      type="button"
      className={ref ? "status-item" : "status-item warn"}
      title="Model of the default route. Opens the model providers."
      onClick={() => navigation.open(navigation.href("models.providers", {}))}
    >
      <Icon name="sparkle" />
      {text}
      {demo ? " (demo model)" : ""}
    </button>
  );
}
