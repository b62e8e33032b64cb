import { useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import type { ModelRoute, RouteTarget } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { SelectField, TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { notifyProblem } from "@/ui/toasts";
import { modelsQuery, routesQuery, useModelChange } from "../queries";

function RouteDialog({ route, onClose }: { route: ModelRoute | null; onClose: () => void }) {
  const models = useQuery(modelsQuery);
  const [name, setName] = useState(route?.name ?? "");
  const [strategy, setStrategy] = useState<ModelRoute["strategy"]>(route?.strategy ?? "ordered");
  const [targets, setTargets] = useState<RouteTarget[]>(route?.targets ?? []);
  const save = useModelChange(() => {
    const body = { name, strategy, targets };
    return route
      ? call("replaceModelRoute", { path: { route: route.id ?? route.name }, body })
      : call("createModelRoute", { body });
  });
  const fields = save.error ? (toProblem(save.error).errors ?? []) : [];
  const nameFault = fieldProblem(fields, "/name");
  const targetsFault = fieldProblem(fields, "/targets");
  const left = (models.data?.items ?? []).filter((model) => !targets.some((target) => target.model === model.ref));
  const move = (index: number, by: number) => {
    const next = [...targets];
    const [item] = next.splice(index, 1);
    if (item) next.splice(index + by, 0, item);
    setTargets(next);
  };
  const missing = !name.trim() ? "Give the route a name." : targets.length === 0 ? "Choose at least one model." : null;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!missing) save.mutate(undefined, { onSuccess: onClose });
  };
  return (
    <Dialog title={route ? `Change route ${route.name}` : "New route"} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <TextField
          label="Name"
          mono
          value={name}
          onValue={setName}
          readOnly={route?.name === "default"}
          fault={nameFault ? { message: nameFault.message } : null}
        />
        <SelectField
          label="Choice"
          value={strategy}
          choices={[
            { value: "ordered", label: "In order: the next one when one fails" },
            { value: "weighted", label: "By weight: spread over all" },
          ]}
          onValue={(value) => setStrategy(value as ModelRoute["strategy"])}
        />
        <ol className="stack tight" aria-label="Models of the route">
          {targets.map((target, index) => (
            <li key={target.model} className="row route-target">
              <span className="faint">{index + 1}</span>
              <code>{target.model}</code>
              {strategy === "weighted" ? (
                <input
                  className="input"
                  type="number"
                  min={1}
                  aria-label={`Weight of ${target.model}`}
                  value={target.weight}
                  onChange={(event) =>
                    setTargets(
                      targets.map((one, at) => (at === index ? { ...one, weight: Number(event.target.value) } : one)),
                    )
                  }
                />
              ) : null}
              <IconButton
                small
                icon="arrow-up"
                aria-label={`Move ${target.model} up`}
                disabledReason={index === 0 ? "It is the first already." : null}
                onClick={() => move(index, -1)}
              />
              <IconButton
                small
                icon="close"
                aria-label={`Take ${target.model} out`}
                onClick={() => setTargets(targets.filter((one) => one !== target))}
              />
            </li>
          ))}
        </ol>
        <SelectField
          label="Add a model"
          value=""
          fault={targetsFault ? { message: targetsFault.message } : null}
          choices={[
            { value: "", label: left.length > 0 ? "Choose…" : "All models are in this route" },
            ...left.map((model) => ({ value: model.ref, label: model.ref })),
          ]}
          onValue={(model) => model && setTargets([...targets, { model, weight: 1 }])}
        />
        {save.error && fields.length === 0 ? <ProblemNote error={save.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={save.isPending} disabledReason={missing}>
            Save route
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Routes decide which model answers: agents name a route, so a model can be exchanged in one place. */
export function RoutesPage() {
  const routes = useQuery(routesQuery);
  const refusal = useRefusal("models.write");
  const [editing, setEditing] = useState<ModelRoute | "new" | null>(null);
  const remove = useModelChange((route: ModelRoute) =>
    call("deleteModelRoute", { path: { route: route.id ?? route.name } }),
  );
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Model routes</h1>
          <p className="lead">
            Agents ask a route for a model. Change it here and every agent follows; if one model fails, the next one
            answers.
          </p>
        </div>
        <Button look="primary" icon="add" disabledReason={refusal} onClick={() => setEditing("new")}>
          New route
        </Button>
      </header>
      {routes.error ? <ProblemNote error={routes.error} onRetry={() => void routes.refetch()} /> : null}
      <ul className="stack">
        {routes.data?.items.map((route) => (
          <li key={route.name} className="card row spread">
            <div className="stack tight">
              <div className="row">
                <strong>{route.name}</strong>
                <Badge>{route.strategy === "ordered" ? "in order" : "by weight"}</Badge>
              </div>
              <ol className="row" aria-label={`Models of ${route.name}`}>
                {route.targets.map((target, index) => (
                  <li key={target.model} className="row">
                    {index > 0 ? <span className="faint">{route.strategy === "ordered" ? "then" : "or"}</span> : null}
                    <code>{target.model}</code>
                    {route.strategy === "weighted" ? <span className="faint">×{target.weight}</span> : null}
                  </li>
                ))}
                {route.targets.length === 0 ? (
                  <li className="soft">No model yet: agents on this route cannot answer.</li>
                ) : null}
              </ol>
            </div>
            <div className="row">
              <Button
                small
                disabledReason={refusal}
                aria-label={`Change route ${route.name}`}
                onClick={() => setEditing(route)}
              >
                Change
              </Button>
              <IconButton
                small
                icon="trash"
                aria-label={`Remove route ${route.name}`}
                disabledReason={refusal ?? (route.name === "default" ? "The default route always exists." : null)}
                onClick={() => remove.mutate(route, { onError: notifyProblem })}
              />
            </div>
          </li>
        ))}
      </ul>
      {editing ? <RouteDialog route={editing === "new" ? null : editing} onClose={() => setEditing(null)} /> : null}
    </div>
  );
}
