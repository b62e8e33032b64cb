import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from "react";
import { Button } from "./Button";
import { Icon } from "./Icon";

/** What is wrong with a field, and how one click could put it right. */
export interface FieldFault {
  message: string;
  fix?: { title: string; apply: () => void } | undefined;
}

interface FrameProps {
  label: string;
  hint?: ReactNode;
  fault?: FieldFault | null | undefined;
  required?: boolean | undefined;
}

interface Wiring {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
}

function Frame({ label, hint, fault, required, children }: FrameProps & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const described = [hint ? `${id}-hint` : null, fault ? `${id}-fault` : null].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {required === false ? <span className="required"> (optional)</span> : null}
      </label>
      {children({
        id,
        ...(described ? { "aria-describedby": described } : {}),
        ...(fault ? { "aria-invalid": true as const } : {}),
      })}
      {fault ? (
        <div className="field-error" id={`${id}-fault`}>
          <Icon name="error" />
          <span>{fault.message}</span>
          {fault.fix ? (
            <Button small look="ghost" icon="lightbulb" onClick={fault.fix.apply}>
              {fault.fix.title}
            </Button>
          ) : null}
        </div>
      ) : null}
      {hint ? (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      ) : null}
    </div>
  );
}

type Text = FrameProps & { value: string; onValue: (value: string) => void; mono?: boolean };

export function TextField(props: Text & Omit<InputHTMLAttributes<HTMLInputElement>, "value" | "required">) {
  const { label, hint, fault, required, value, onValue, mono, ...rest } = props;
  return (
    <Frame {...{ label, hint, fault, required }}>
      {(wiring) => (
        <input
          className={mono ? "input mono" : "input"}
          value={value}
          onChange={(event) => onValue(event.target.value)}
          aria-required={required}
          {...rest}
          {...wiring}
        />
      )}
    </Frame>
  );
}

export function TextArea(props: Text & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "value" | "required">) {
  const { label, hint, fault, required, value, onValue, mono, ...rest } = props;
  return (
    <Frame {...{ label, hint, fault, required }}>
      {(wiring) => (
        <textarea
          className={mono ? "input mono" : "input"}
          rows={4}
          value={value}
          onChange={(event) => onValue(event.target.value)}
          aria-required={required}
          {...rest}
          {...wiring}
        />
      )}
    </Frame>
  );
}

export interface Choice {
  value: string;
  label: string;
  disabled?: boolean;
}

export function SelectField(
  props: FrameProps & { value: string; onValue: (value: string) => void; choices: readonly Choice[] } & Omit<
      SelectHTMLAttributes<HTMLSelectElement>,
      "value" | "required"
    >,
) {
  const { label, hint, fault, required, value, onValue, choices, ...rest } = props;
  return (
    <Frame {...{ label, hint, fault, required }}>
      {(wiring) => (
        <select className="input" value={value} onChange={(event) => onValue(event.target.value)} {...rest} {...wiring}>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value} disabled={choice.disabled ?? false}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Frame>
  );
}

export function CheckField({
  label,
  hint,
  fault,
  checked,
  onChecked,
}: FrameProps & { checked: boolean; onChecked: (checked: boolean) => void }) {
  const id = useId();
  return (
    <div className="field">
      <div className="check">
        <input
          id={id}
          type="checkbox"
          checked={checked}
          onChange={(event) => onChecked(event.target.checked)}
          aria-describedby={hint ? `${id}-hint` : undefined}
        />
        <label htmlFor={id}>{label}</label>
      </div>
      {fault ? <div className="field-error">{fault.message}</div> : null}
      {hint ? (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      ) : null}
    </div>
  );
}
