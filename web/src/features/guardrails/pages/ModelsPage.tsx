import { useQuery } from "@tanstack/react-query";
import { useNavigation } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { ModelCard } from "../components/ModelCard";
import { ModelVersions } from "../components/ModelVersions";
import { modelsQuery } from "../queries";

/** The classifiers that come with Charter and the models that its operator brought: versions, cards, which decides. */
export function ModelsPage() {
  const navigation = useNavigation();
  const models = useQuery(modelsQuery);
  const versions = models.data ?? [];
  const { model, version } = navigation.page?.search ?? {};
  const shown =
    versions.find((one) => one.model === model && one.version === version) ??
    versions.find((one) => one.state === "active") ??
    null;
  return (
    <div className="page wide">
      <header className="page-head">
        <div>
          <h1>Classifiers</h1>
          <p className="lead">
            What the guardrails of this installation decide with, and how good it is on texts from hands it has never
            seen. Versions and models of your own are installed with <code>charter guard models install</code>.
          </p>
        </div>
      </header>
      {models.error ? <ProblemNote error={models.error} onRetry={() => void models.refetch()} /> : null}
      {[...new Set(versions.map((one) => one.model))].map((name) => (
        <ModelVersions
          key={name}
          model={name}
          versions={versions.filter((one) => one.model === name)}
          shown={shown}
          onShow={(one) => navigation.setSearch({ model: one.model, version: one.version }, { replace: true })}
        />
      ))}
      {shown ? <ModelCard model={shown.model} version={shown.version} /> : null}
    </div>
  );
}
