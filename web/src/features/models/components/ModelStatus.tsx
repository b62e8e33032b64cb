import { useQuery } from "@tanstack/react-query";
import { Icon } from "@/ui/Icon";
import { useNavigation } from "@/ui/navigation";
import { modelsQuery } from "../queries";

/** The model that the default route uses first; the demo model is named as such. */
export function ModelStatus() {
  const navigation = useNavigation();
  const models = useQuery({ ...modelsQuery, refetchInterval: 60_000 });
  if (!models.data) return null;
  const ref = models.data.default;
  const model = models.data.items.find((one) => one.ref === ref);
  const text = ref === null ? "No model" : (model?.model ?? ref);
  return (
    <button
      type="button"
      className={ref ? "status-item" : "status-item warn"}
      title="Model of the default route. Opens the model providers."
      onClick={() => navigation.open(navigation.href("models.providers", {}))}
    >
      <Icon name="sparkle" />
      {text}
      {model?.kind === "demo" ? " (demo model)" : ""}
    </button>
  );
}
