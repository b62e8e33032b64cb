import { useState, type SyntheticEvent } from "react";
import { call } from "@/api/client";
import { fieldProblem, toProblem } from "@/api/errors";
import type { ModelProvider } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { SelectField, TextField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { notify } from "@/ui/toasts";
import { kindOf, kinds } from "../kinds";
import { useModelChange } from "../queries";

interface Props {
  /** The provider to change; none means a new one. */
  provider?: ModelProvider;
  onClose: () => void;
}

/** Adds a provider or changes one. The key can be written and never read again. */
export function ProviderDialog({ provider, onClose }: Props) {
  const [kind, setKind] = useState(provider?.kind ?? "openai");
  const about = kindOf(kind);
  const [name, setName] = useState(provider?.name ?? "");
  const [baseUrl, setBaseUrl] = useState(provider?.base_url ?? "");
  const [key, setKey] = useState("");
  const save = useModelChange(() => {
    const shared = { name: name.trim() || (about?.name ?? kind), ...(key ? { api_key: key } : {}) };
    if (provider) {
      const moved = baseUrl !== provider.base_url;
      return call("updateModelProvider", {
        path: { provider_id: provider.id },
        body: { ...shared, ...(moved ? { base_url: baseUrl || null } : {}) },
      });
    }
    return call("createModelProvider", { body: { kind, ...shared, ...(baseUrl ? { base_url: baseUrl } : {}) } });
  });
  const fields = save.error ? (toProblem(save.error).errors ?? []) : [];
  const fault = (path: string) => {
    const found = fieldProblem(fields, path);
    return found ? { message: [found.message, found.suggestion].filter(Boolean).join(" ") } : null;
  };
  const movedUrl = provider?.key_last4 != null && baseUrl !== provider.base_url;
  const missing =
    about?.key === "needed" && !key && (!provider?.key_last4 || movedUrl)
      ? "Enter the key first."
      : about?.baseUrl === "needed" && !baseUrl
        ? "Enter the address first."
        : null;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (missing) return;
    save.mutate(undefined, {
      onSuccess: (saved) => {
        notify(`${saved.name} is connected`, "The credential was checked with a real call.");
        onClose();
      },
    });
  };
  return (
    <Dialog title={provider ? `Change ${provider.name}` : "Add a model provider"} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        {provider ? null : (
          <SelectField
            label="Provider"
            value={kind}
            choices={kinds.map((one) => ({ value: one.kind, label: one.name }))}
            onValue={setKind}
            fault={fault("/kind")}
          />
        )}
        <TextField
          label="Name"
          required={false}
          value={name}
          onValue={setName}
          placeholder={about?.name}
          fault={fault("/name")}
        />
        {about?.baseUrl === "none" ? null : (
          <TextField
            label="Address"
            required={about?.baseUrl === "needed"}
            mono
            value={baseUrl}
            onValue={setBaseUrl}
            placeholder={about?.baseUrlExample}
            hint={movedUrl ? "Another address clears the stored key; enter it again." : undefined}
            fault={fault("/base_url")}
          />
        )}
        {about?.key === "none" ? null : (
          <TextField
            label="API key"
            required={about?.key === "needed" && !provider?.key_last4}
            type="password"
            mono
            autoComplete="off"
            value={key}
            onValue={setKey}
            placeholder={provider?.key_last4 ? "A key is stored. Leave this empty to keep it." : undefined}
            hint="Stored encrypted; nobody can read it again. It is checked with a real call."
            fault={fault("/api_key")}
          />
        )}
        {save.error && fields.length === 0 ? <ProblemNote error={save.error} /> : null}
        <div className="form-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" busy={save.isPending} disabledReason={missing}>
            {provider ? "Save" : "Add and check"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
