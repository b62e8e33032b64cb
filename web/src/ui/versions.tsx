import type { ReactNode } from "react";
import { Badge, type Tone } from "./Badge";
import { Button } from "./Button";
import { SelectField } from "./Field";
import { Moment } from "./Moment";

/** A numbered version of anything that is published and rolled back. */
interface Version {
  number: number;
  state: "draft" | "published" | "retired";
  created_at: string;
  content_hash: string;
}

const TONES: Record<Version["state"], Tone> = { draft: "accent", published: "good", retired: "plain" };

/** What the columns of a list of versions are called. */
export const VERSION_COLUMNS = ["Version", "State", "Made", "Content"];

interface Step {
  run: () => void;
  refusal: string | null;
  busy?: boolean;
}

/** A version in a list, with the step that its state allows: publish a draft, go back to a retired one. */
export function VersionRow({
  version,
  publish,
  goBack,
  mark,
  children,
}: {
  version: Version;
  publish: Step;
  goBack: Step;
  mark?: ReactNode;
  children?: ReactNode;
}) {
  const { number, state } = version;
  const step =
    state === "draft"
      ? { ...publish, title: "Publish", name: `Publish version ${number}` }
      : { ...goBack, title: "Go back", name: `Go back to version ${number}` };
  return (
    <tr>
      <td>{number}</td>
      <td>
        <Badge tone={TONES[state]}>{state}</Badge> {mark}
      </td>
      <td className="soft">
        <Moment at={version.created_at} />
      </td>
      <td className="faint">
        <code title={version.content_hash}>{version.content_hash.replace("sha256:", "").slice(0, 10)}</code>
      </td>
      <td className="number">
        {state === "published" ? null : (
          <Button
            small
            look="ghost"
            busy={step.busy ?? false}
            disabledReason={step.refusal}
            aria-label={step.name}
            onClick={step.run}
          >
            {step.title}
          </Button>
        )}
        {children}
      </td>
    </tr>
  );
}

/** Which two versions are compared when nobody has chosen: the newest, and the published one or the one before. */
export function comparedVersions(versions: readonly Version[], from: number | null, to: number | null) {
  const right = to ?? versions[0]?.number ?? 1;
  const published = versions.find((version) => version.state === "published" && version.number !== right);
  return { left: from ?? published?.number ?? Math.max(1, right - 1), right };
}

/** The choice of two versions, and under it what they differ in. */
export function VersionComparison({
  id,
  versions,
  left,
  right,
  onLeft,
  onRight,
  children,
}: {
  id: string;
  versions: readonly Version[];
  left: number;
  right: number;
  onLeft: (number: number) => void;
  onRight: (number: number) => void;
  children: ReactNode;
}) {
  const choices = versions.map(({ number, state }) => ({
    value: String(number),
    label: `Version ${number} (${state})`,
  }));
  if (versions.length < 2) return null;
  return (
    <section className="stack" aria-labelledby={id}>
      <h2 id={id}>Compare</h2>
      <div className="pair">
        <SelectField label="From" value={String(left)} choices={choices} onValue={(value) => onLeft(Number(value))} />
        <SelectField label="To" value={String(right)} choices={choices} onValue={(value) => onRight(Number(value))} />
      </div>
      {left === right ? <p className="soft">Choose two different versions.</p> : children}
    </section>
  );
}
