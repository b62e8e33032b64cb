import { useQuery } from "@tanstack/react-query";
import type { PythonDefinition, ToolLimits } from "@/api/types";
import { CheckField, SelectField, TextArea, TextField } from "@/ui/Field";
import { PageLink } from "@/ui/navigation";
import { LIMITS } from "../draft";
import { credentialsQuery } from "../queries";

const FIELDS: { name: keyof ToolLimits; label: string; min: number; max: number; step: number }[] = [
  { name: "wall_s", label: "Seconds on the clock", min: 0.1, max: 120, step: 0.1 },
  { name: "cpu_s", label: "Seconds of a processor", min: 0.1, max: 60, step: 0.1 },
  { name: "memory_mb", label: "Memory in MB", min: 64, max: 2048, step: 1 },
  { name: "disk_mb", label: "Space in /tmp in MB", min: 1, max: 256, step: 1 },
  { name: "output_kb", label: "Result and printed text in kB", min: 1, max: 1024, step: 1 },
];

const TIERS = [
  { value: "full", label: "Full Python" },
  { value: "transform", label: "Transform" },
];

interface Props {
  definition: PythonDefinition;
  onChange: (patch: Partial<PythonDefinition>) => void;
}

/** What one call of a tool may use, and whom it may reach. */
export function LimitsForm({ definition, onChange }: Props) {
  const credentials = useQuery(credentialsQuery);
  const limits = { ...LIMITS, ...definition.limits };
  const chosen = definition.credentials ?? [];
  const hosts = definition.hosts ?? [];
  return (
    <div className="stack">
      <TextField
        label="Function or class to call"
        required={false}
        mono
        value={definition.entry ?? ""}
        onValue={(entry) => onChange({ entry: entry.trim() || null })}
        hint="Left empty: the last public one."
      />
      <SelectField
        label="What it runs in"
        value={definition.tier ?? "full"}
        choices={TIERS}
        onValue={(tier) => onChange({ tier: tier === "transform" ? "transform" : "full" })}
        hint="A transform is a pure function over JSON, in an interpreter that is much cheaper and knows a part of Python only: no hosts, files, clock or packages."
      />
      <fieldset>
        <legend>Limits of one call</legend>
        <div className="pair">
          {FIELDS.map(({ name, label, min, max, step }) => {
            const value = limits[name] ?? LIMITS[name] ?? min;
            return (
              <TextField
                key={name}
                label={label}
                type="number"
                min={min}
                max={max}
                step={step}
                value={String(value)}
                onValue={(text) => onChange({ limits: { ...limits, [name]: Number(text) } })}
                fault={value < min || value > max ? { message: `From ${min} to ${max}.` } : null}
              />
            );
          })}
        </div>
      </fieldset>
      <TextArea
        label="Hosts it may reach"
        required={false}
        mono
        rows={3}
        value={hosts.join("\n")}
        onValue={(text) => onChange({ hosts: text === "" ? [] : text.split("\n").map((host) => host.trim()) })}
        hint="One a line: host for https, or host:port. Without any there is no network."
      />
      <fieldset>
        <legend>Credentials</legend>
        <p className="soft">
          Charter adds them when a request leaves; the code never sees them. They are kept under{" "}
          <PageLink page="tools.credentials" params={{}}>
            tool credentials
          </PageLink>
          .
        </p>
        {(credentials.data?.items ?? []).map((credential) => (
          <CheckField
            key={credential.id}
            label={credential.name}
            hint={`${credential.header} for ${credential.host}`}
            checked={chosen.includes(credential.name)}
            onChecked={(on) =>
              onChange({
                credentials: on ? [...chosen, credential.name] : chosen.filter((one) => one !== credential.name),
              })
            }
          />
        ))}
      </fieldset>
    </div>
  );
}
