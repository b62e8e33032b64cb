import { useId, useState } from "react";
import { call } from "@/api/client";
import type { GuardrailModelVersion } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { formatCount } from "@/ui/format";
import { MenuButton } from "@/ui/Menu";
import { Moment } from "@/ui/Moment";
import { TableHead } from "@/ui/TableHead";
import { notify, notifyProblem } from "@/ui/toasts";
import { useGuardrailChange } from "../queries";
import { MODEL_STATES } from "../words";
import { ActivateDialog } from "./ActivateDialog";
import { ModelComparison } from "./ModelComparison";

type Version = GuardrailModelVersion;

function shadowRefusal({ state, comes_with_charter }: Version, hasActive: boolean): string | null {
  if (comes_with_charter) return "It comes with Charter; it can be activated, not tried.";
  if (state === "active") return "It decides already.";
  if (state === "trial") return "It is on trial; roll that back first.";
  if (state === "shadow") return "It is in the shadow already.";
  return hasActive ? null : "No version is active that it could be compared with.";
}

function trialRefusal({ state, comes_with_charter }: Version, hasActive: boolean): string | null {
  if (comes_with_charter) return "It comes with Charter; it decides about all texts or none.";
  if (state === "active") return "It is the active version; to decide about all texts ends the trial beside it.";
  return hasActive ? null : "No version is active that it could be tried beside.";
}

function removeRefusal({ state, comes_with_charter }: Version): string | null {
  if (comes_with_charter) return "It comes with Charter.";
  return state === "installed" ? null : "It is in use; activate another version or roll back first.";
}

interface RowProps {
  version: Version;
  hasActive: boolean;
  isShown: boolean;
  onShow: () => void;
  onAsk: (what: "activate" | "remove") => void;
}

function Row({ version, hasActive, isShown, onShow, onAsk }: RowProps) {
  const refusal = useRefusal("installation.write");
  const path = { model: version.model, model_version: version.version };
  const shadow = useGuardrailChange(() => call("shadowGuardrailModel", { path }));
  const { tone, label } = MODEL_STATES[version.state];
  const decidesAll = version.state === "active" && version.share_percent === 100;
  return (
    <tr>
      <td>
        <Button small look="ghost" aria-pressed={isShown} onClick={onShow}>
          {version.version}
        </Button>
      </td>
      <td>
        <Badge tone={tone}>{label}</Badge>{" "}
        {version.share_percent > 0 ? `decides about ${version.share_percent} % of the texts` : ""}
      </td>
      <td>{version.licence}</td>
      <td className="number">{formatCount(Math.round(version.size_bytes / 1024))} kB</td>
      <td className="soft">{version.installed_at ? <Moment at={version.installed_at} /> : "comes with Charter"}</td>
      <td className="number">
        <MenuButton
          label={`Actions for ${version.model} ${version.version}`}
          items={[
            {
              id: "activate",
              label: "Activate…",
              icon: "rocket",
              disabledReason: refusal ?? (decidesAll ? "It decides about all texts already." : null),
              run: () => onAsk("activate"),
            },
            {
              id: "shadow",
              label: "Put in the shadow",
              icon: "eye",
              disabledReason: refusal ?? shadowRefusal(version, hasActive),
              run: () =>
                shadow.mutate(undefined, {
                  onSuccess: () =>
                    notify(`${version.version} is in the shadow`, "It reads every text as well and decides nothing."),
                  onError: notifyProblem,
                }),
            },
            {
              id: "remove",
              label: "Remove…",
              icon: "trash",
              disabledReason: refusal ?? removeRefusal(version),
              run: () => onAsk("remove"),
            },
          ]}
        />
      </td>
    </tr>
  );
}

function RemoveDialog({ version: { model, version }, onClose }: { version: Version; onClose: () => void }) {
  const remove = useGuardrailChange(() => call("removeGuardrailModel", { path: { model, model_version: version } }));
  return (
    <ConfirmDialog
      title={`Remove ${model} ${version}?`}
      action="Remove"
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onClose })}
    >
      It is not in use. To have it again it has to be installed again.
    </ConfirmDialog>
  );
}

function RollBackDialog({ model, onClose }: { model: string; onClose: () => void }) {
  const rollBack = useGuardrailChange(() => call("rollBackGuardrailModel", { path: { model } }));
  return (
    <ConfirmDialog
      title={`Roll ${model} back?`}
      action="Roll back"
      icon="discard"
      keep="Leave it as it is"
      busy={rollBack.isPending}
      error={rollBack.error}
      onClose={onClose}
      onConfirm={() =>
        rollBack.mutate(undefined, {
          onSuccess: () => {
            notify(`${model} was rolled back`);
            onClose();
          },
        })
      }
    >
      What is on trial or in the shadow ends. Where nothing is, the version before decides again, for all tenants; of a
      model that had none before, policies that name it then take every text for a hit.
    </ConfirmDialog>
  );
}

interface Props {
  model: string;
  versions: readonly Version[];
  /** The version whose card is shown. */
  shown: Version | null;
  onShow: (version: Version) => void;
}

/** The versions of a model, what each does now, and what can be done with them. */
export function ModelVersions({ model, versions, shown, onShow }: Props) {
  const id = useId();
  const [asked, setAsked] = useState<{ what: "activate" | "remove"; version: Version } | "rollback" | null>(null);
  const [comparing, setComparing] = useState(false);
  const reading = useRefusal("installation.read");
  const writing = useRefusal("installation.write");
  const hasActive = versions.some(({ state }) => state === "active");
  const nothing = versions.some((one) => one.can_roll_back)
    ? null
    : "Nothing is on trial or in the shadow, and no other version was active before.";
  const close = () => setAsked(null);
  return (
    <section className="stack" aria-labelledby={id}>
      <div className="row spread">
        <h2 id={id}>{model}</h2>
        <div className="row">
          <Button
            icon="diff"
            aria-expanded={comparing}
            aria-label={`Compare versions of ${model}`}
            disabledReason={reading}
            onClick={() => setComparing(!comparing)}
          >
            Compare
          </Button>
          <Button
            icon="discard"
            aria-label={`Roll back ${model}`}
            disabledReason={writing ?? nothing}
            onClick={() => setAsked("rollback")}
          >
            Roll back…
          </Button>
        </div>
      </div>
      <div className="table-wrap">
        <table className="table" aria-label={`Versions of ${model}`}>
          <TableHead columns={["Version", "Does", "Licence", { number: "Size" }, "Installed"]} actions />
          <tbody>
            {versions.map((version) => (
              <Row
                key={version.version}
                version={version}
                hasActive={hasActive}
                isShown={version === shown}
                onShow={() => onShow(version)}
                onAsk={(what) => setAsked({ what, version })}
              />
            ))}
          </tbody>
        </table>
      </div>
      {comparing ? <ModelComparison model={model} /> : null}
      {asked === "rollback" ? <RollBackDialog model={model} onClose={close} /> : null}
      {asked !== null && asked !== "rollback" && asked.what === "remove" ? (
        <RemoveDialog version={asked.version} onClose={close} />
      ) : null}
      {asked !== null && asked !== "rollback" && asked.what === "activate" ? (
        <ActivateDialog version={asked.version} trialRefusal={trialRefusal(asked.version, hasActive)} onClose={close} />
      ) : null}
    </section>
  );
}
