import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/client";
import type { Model, ModelProvider } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { announce } from "@/ui/announce";
import { Badge, type Tone } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { CommandButton, useCommandHandlers } from "@/ui/commands";
import { Dialog } from "@/ui/Dialog";
import { EmptyState } from "@/ui/EmptyState";
import { formatCost, formatCount, plural } from "@/ui/format";
import { MenuButton } from "@/ui/Menu";
import { Moment } from "@/ui/Moment";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { notify, notifyProblem } from "@/ui/toasts";
import { ProviderDialog } from "../components/ProviderDialog";
import { PullDialog } from "../components/PullDialog";
import { kindOf } from "../kinds";
import { modelsQuery, offersQuery, providersQuery, useModelChange } from "../queries";

function Offers({ refusal }: { refusal: string | null }) {
  const offers = useQuery(offersQuery);
  const accept = useModelChange((key: string) => call("acceptModelOffer", { path: { key } }));
  const items = (offers.data?.items ?? []).filter((offer) => !offer.accepted);
  if (items.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="offers">
      <h2 id="offers">Found on this machine</h2>
      <ul className="stack tight">
        {items.map((offer) => (
          <li key={offer.key} className="card row spread">
            <div>
              <strong>{offer.title}</strong>
              <div className="soft">{offer.detail}</div>
            </div>
            <Button
              look="primary"
              disabledReason={refusal}
              busy={accept.isPending && accept.variables === offer.key}
              aria-label={`Use ${offer.title}`}
              onClick={() =>
                accept.mutate(offer.key, {
                  onSuccess: (made) => notify(`${made.name} is connected`),
                  onError: notifyProblem,
                })
              }
            >
              Use
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const STATES: Record<ModelProvider["state"], { tone: Tone; icon: string; text: string }> = {
  ready: { tone: "good", icon: "check", text: "works" },
  failing: { tone: "bad", icon: "error", text: "does not work" },
  no_key: { tone: "warn", icon: "key", text: "needs a key" },
};

function ProviderCard({ provider, refusal }: { provider: ModelProvider; refusal: string | null }) {
  const [dialog, setDialog] = useState<"change" | "pull" | "remove" | null>(null);
  const state = STATES[provider.state];
  const check = useModelChange(() => call("checkModelProvider", { path: { provider_id: provider.id } }));
  const remove = useModelChange(() => call("deleteModelProvider", { path: { provider_id: provider.id } }));
  return (
    <li className="card stack">
      <div className="row spread">
        <div>
          <div className="row">
            <strong>{provider.name}</strong>
            <Badge tone={state.tone} icon={state.icon}>
              {state.text}
            </Badge>
          </div>
          <div className="faint">
            {kindOf(provider.kind)?.name ?? provider.kind}· {provider.base_url}
            {provider.key_last4 ? ` · key …${provider.key_last4}` : ""} · {plural(provider.model_count, "model")}
            {provider.checked_at ? (
              <>
                {" "}
                · checked <Moment at={provider.checked_at} />
              </>
            ) : null}
          </div>
        </div>
        <div className="row">
          {provider.kind === "ollama" ? (
            <Button small icon="cloud-download" disabledReason={refusal} onClick={() => setDialog("pull")}>
              Get a model
            </Button>
          ) : null}
          <Button
            small
            icon="debug-rerun"
            busy={check.isPending}
            disabledReason={refusal}
            onClick={() =>
              check.mutate(undefined, {
                onSuccess: (made) => announce(`${made.name} ${STATES[made.state].text}`),
                onError: notifyProblem,
              })
            }
            aria-label={`Check ${provider.name}`}
          >
            Check
          </Button>
          <MenuButton
            label={`More actions for ${provider.name}`}
            items={[
              { id: "change", label: "Change…", icon: "edit", disabledReason: refusal, run: () => setDialog("change") },
              {
                id: "remove",
                label: "Remove…",
                icon: "trash",
                disabledReason: refusal,
                run: () => setDialog("remove"),
              },
            ]}
          />
        </div>
      </div>
      {provider.state_detail ? <p className="soft">{provider.state_detail}</p> : null}
      {dialog === "change" ? <ProviderDialog provider={provider} onClose={() => setDialog(null)} /> : null}
      {dialog === "pull" ? <PullDialog provider={provider} onClose={() => setDialog(null)} /> : null}
      {dialog === "remove" ? (
        <Dialog title={`Remove ${provider.name}?`} onClose={() => setDialog(null)}>
          <p>Its key is destroyed. Routes and agents that use its models fail until they get another one.</p>
          <div className="form-actions">
            <Button onClick={() => setDialog(null)}>Keep it</Button>
            <Button
              look="danger"
              icon="trash"
              busy={remove.isPending}
              onClick={() => remove.mutate(undefined, { onSuccess: () => setDialog(null), onError: notifyProblem })}
            >
              Remove
            </Button>
          </div>
        </Dialog>
      ) : null}
    </li>
  );
}

function Can({ yes, text }: { yes: boolean; text: string }) {
  return yes ? <Badge tone="accent">{text}</Badge> : null;
}

/** Models on this machine cost nothing; of others the price may not be known. */
function price(model: Model, micros: number | null): string {
  if (model.kind === "demo" || model.kind === "ollama") return "free";
  return micros === null ? "not known" : formatCost(micros);
}

function Models({ models }: { models: readonly Model[] }) {
  return (
    <section className="stack" aria-labelledby="models">
      <h2 id="models">Models</h2>
      {models.length === 0 ? (
        <EmptyState icon="sparkle" title="No model yet">
          Use one of the offers above or add a provider; its models appear here.
        </EmptyState>
      ) : (
        <div className="table-wrap">
          <table className="table" aria-labelledby="models">
            <TableHead
              columns={[
                "Model",
                "Can",
                { number: "Context" },
                { number: "In, per million" },
                { number: "Out, per million" },
              ]}
            />
            <tbody>
              {models.map((model) => (
                <tr key={model.ref}>
                  <td>
                    {model.model} {model.kind === "demo" ? <Badge tone="warn">demo model</Badge> : null}
                    <div className="faint">
                      <code>{model.ref}</code>
                    </div>
                  </td>
                  <td>
                    <span className="row">
                      <Can yes={model.capabilities.tools} text="tools" />
                      <Can yes={model.capabilities.json_schema} text="structured output" />
                      <Can yes={model.capabilities.vision} text="images" />
                    </span>
                  </td>
                  <td className="number">{formatCount(model.capabilities.context_window)}</td>
                  <td className="number">{price(model, model.capabilities.input_price)}</td>
                  <td className="number">{price(model, model.capabilities.output_price)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Where models come from: offers, providers, and what their models can do. */
export function ProvidersPage() {
  const providers = useQuery(providersQuery);
  const models = useQuery(modelsQuery);
  const refusal = useRefusal("models.write");
  const [adding, setAdding] = useState(false);
  useCommandHandlers({ "models.add": { run: () => setAdding(true), disabledReason: refusal } });
  const items = providers.data?.items ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Model providers</h1>
          <p className="lead">
            Companies and servers that offer language models. Keys are stored encrypted and can never be read again.
          </p>
        </div>
        <CommandButton command="models.add" look="primary" label="Add a provider" />
      </header>
      <Offers refusal={refusal} />
      {providers.error ? <ProblemNote error={providers.error} onRetry={() => void providers.refetch()} /> : null}
      <section className="stack" aria-labelledby="providers">
        <h2 id="providers">Connected</h2>
        {providers.isSuccess && items.length === 0 ? (
          <p className="soft">
            Nothing is connected yet. Until then agents answer with the demo model, if it is there.
          </p>
        ) : null}
        <ul className="stack">
          {items.map((provider) => (
            <ProviderCard key={provider.id} provider={provider} refusal={refusal} />
          ))}
        </ul>
      </section>
      {models.error ? <ProblemNote error={models.error} onRetry={() => void models.refetch()} /> : null}
      {models.data ? <Models models={models.data.items} /> : null}
      {adding ? <ProviderDialog onClose={() => setAdding(false)} /> : null}
    </div>
  );
}
