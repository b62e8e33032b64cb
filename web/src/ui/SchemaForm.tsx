import { useState } from "react";
import { fieldProblem, type FieldProblem } from "@/api/errors";
import { textOfJson, type Json, type JsonObject, type JsonSchema } from "@/api/json";
import { CheckField, SelectField, TextArea, TextField, type FieldFault } from "./Field";
import { isNullable, labelOf, pointer, resolveSchema, typeOf } from "./schema";

/** A problem that the form can put right itself. */
export interface FormProblem extends FieldProblem {
  fix?: FieldFault["fix"];
}

interface PartProps {
  name: string;
  schema: JsonSchema;
  root: JsonSchema;
  value: Json | undefined;
  path: string;
  required: boolean;
  problems: readonly FormProblem[];
  onValue: (value: Json | undefined) => void;
}

function faultAt(problems: readonly FormProblem[], path: string): FieldFault | null {
  const found = fieldProblem(problems, path) as FormProblem | undefined;
  if (!found) return null;
  const message = found.suggestion && !found.fix ? `${found.message} ${found.suggestion}` : found.message;
  return { message, fix: found.fix };
}

/** A JSON value of free form, kept as text while it is not valid. */
function JsonField({
  label,
  hint,
  fault,
  required,
  value,
  onValue,
}: {
  label: string;
  hint: string | undefined;
  fault: FieldFault | null;
  required: boolean;
  value: Json | undefined;
  onValue: PartProps["onValue"];
}) {
  const [text, setText] = useState<string | null>(null);
  const [broken, setBroken] = useState(false);
  const shown = text ?? (value === undefined || value === null ? "" : JSON.stringify(value, null, 2));
  return (
    <TextArea
      label={label}
      mono
      rows={5}
      hint={hint}
      required={required}
      fault={broken ? { message: "This is not JSON yet." } : fault}
      value={shown}
      onValue={(next) => {
        setText(next);
        try {
          onValue(next.trim() === "" ? null : (JSON.parse(next) as Json));
          setBroken(false);
        } catch {
          setBroken(true);
        }
      }}
      onBlur={() => !broken && setText(null)}
    />
  );
}

function Lines({
  value,
  onValue,
  ...field
}: {
  label: string;
  hint: string | undefined;
  fault: FieldFault | null;
  required: boolean;
  value: Json | undefined;
  onValue: PartProps["onValue"];
}) {
  const list = Array.isArray(value) ? value.map(String) : [];
  const [text, setText] = useState<string | null>(null);
  return (
    <TextArea
      {...field}
      hint={[field.hint, "One per line."].filter(Boolean).join(" ")}
      rows={Math.min(8, Math.max(2, list.length + 1))}
      value={text ?? list.join("\n")}
      onValue={(next) => {
        setText(next);
        onValue(
          next
            .split("\n")
            .map((line) => line.trim())
            .filter(Boolean),
        );
      }}
      onBlur={() => setText(null)}
    />
  );
}

function NumberField({
  schema,
  value,
  onValue,
  ...field
}: {
  schema: JsonSchema;
  label: string;
  hint: string | undefined;
  fault: FieldFault | null;
  required: boolean;
  value: Json | undefined;
  onValue: PartProps["onValue"];
}) {
  const [text, setText] = useState<string | null>(null);
  return (
    <TextField
      {...field}
      type="number"
      inputMode="decimal"
      step={typeOf(schema) === "integer" ? 1 : "any"}
      value={text ?? (typeof value === "number" ? String(value) : "")}
      onValue={(next) => {
        setText(next);
        onValue(next === "" ? (isNullable(schema) ? null : undefined) : Number(next));
      }}
      onBlur={() => setText(null)}
    />
  );
}

function Part(props: PartProps) {
  const { name, schema: raw, root, value, path, required, problems, onValue } = props;
  const schema = resolveSchema(raw, root);
  const label = labelOf(name, schema);
  const common = { label, hint: schema.description, fault: faultAt(problems, path), required };
  const type = typeOf(schema);
  if (schema.enum) {
    const choices = schema.enum.map((one, place) => ({
      value: textOfJson(one),
      label: schema.enumNames?.[place] ?? textOfJson(one).replace(/_/g, " "),
    }));
    const none = required || schema.default !== undefined ? [] : [{ value: "", label: "–" }];
    return (
      <SelectField
        {...common}
        value={textOfJson(value)}
        choices={[...none, ...choices]}
        onValue={(next) => onValue(next || undefined)}
      />
    );
  }
  switch (type) {
    case "boolean":
      return <CheckField {...common} checked={value === true} onChecked={onValue} />;
    case "integer":
    case "number":
      return <NumberField {...common} schema={isNullable(raw) ? raw : schema} value={value} onValue={onValue} />;
    case "array":
      if (schema.items && typeOf(resolveSchema(schema.items, root)) === "string") {
        const listed = resolveSchema(schema.items, root).enum?.map(textOfJson).join(", ");
        const hint = [schema.description, listed ? `Of: ${listed}.` : null].filter(Boolean).join(" ");
        return <Lines {...common} hint={hint || undefined} value={value} onValue={onValue} />;
      }
      return <JsonField {...common} value={value} onValue={onValue} />;
    case "object":
      if (schema.properties) {
        return (
          <fieldset>
            <legend>{label}</legend>
            {schema.description ? <p className="faint">{schema.description}</p> : null}
            <Parts
              schema={schema}
              root={root}
              value={(value ?? {}) as JsonObject}
              path={path}
              problems={problems}
              onValue={onValue}
            />
          </fieldset>
        );
      }
      return <JsonField {...common} value={value} onValue={onValue} />;
    case "string": {
      const text = typeof value === "string" ? value : "";
      const example = schema.examples?.[0];
      const placeholder = typeof example === "string" ? example : undefined;
      const long = (schema.maxLength ?? 0) > 500 || schema.format === "multiline";
      return long ? (
        <TextArea
          {...common}
          rows={Math.min(18, Math.max(3, Math.ceil(text.length / 80) + text.split("\n").length))}
          placeholder={placeholder}
          value={text}
          onValue={onValue}
        />
      ) : (
        <TextField {...common} placeholder={placeholder} value={text} onValue={onValue} />
      );
    }
    default:
      return <JsonField {...common} value={value} onValue={onValue} />;
  }
}

interface PartsProps {
  schema: JsonSchema;
  root: JsonSchema;
  value: JsonObject;
  path: string;
  problems: readonly FormProblem[];
  onValue: (value: JsonObject) => void;
}

function Parts({ schema, root, value, path, problems, onValue }: PartsProps) {
  const required = new Set(schema.required ?? []);
  return (
    <>
      {Object.entries(schema.properties ?? {}).map(([name, property]) => (
        <Part
          key={name}
          name={name}
          schema={property}
          root={root}
          value={value[name]}
          path={pointer(path, name)}
          required={required.has(name)}
          problems={problems}
          onValue={(next) => {
            const { [name]: _, ...rest } = value;
            onValue(next === undefined ? rest : { ...rest, [name]: next });
          }}
        />
      ))}
    </>
  );
}

interface FormProps {
  schema: JsonSchema;
  value: JsonObject;
  problems: readonly FormProblem[];
  onValue: (value: JsonObject) => void;
  /** Only these properties, in this order. */
  only?: readonly string[];
  /** JSON Pointer of the value within the document that the problems are about. */
  path?: string;
}

/** A form made from a JSON schema; problems stand beside the fields they are about. */
export function SchemaForm({ schema, value, problems, onValue, only, path = "" }: FormProps) {
  const properties = only
    ? Object.fromEntries(only.flatMap((name) => (schema.properties?.[name] ? [[name, schema.properties[name]]] : [])))
    : (schema.properties ?? {});
  return (
    <Parts
      schema={{ ...schema, properties }}
      root={schema}
      value={value}
      path={path}
      problems={problems}
      onValue={onValue}
    />
  );
}
