import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { CheckField } from "@/ui/Field";
import { ProblemNote } from "@/ui/ProblemNote";
import { permissionsQuery } from "../queries";
import "./scope.css";

interface Props {
  /** The permissions a key is limited to; null limits nothing. */
  value: readonly string[] | null;
  onValue: (value: string[] | null) => void;
  /** Only permissions of these roles are offered: others a key would not have anyway. */
  roles: readonly string[];
}

/** Limits a key to some of the permissions of its roles. */
export function ScopeField({ value, onValue, roles }: Props) {
  const id = useId();
  const permissions = useQuery({ ...permissionsQuery, enabled: value !== null });
  const items = permissions.data?.items ?? [];
  const offered = items.filter((one) => one.roles.some((role) => roles.includes(role)));
  const turn = (name: string, on: boolean) =>
    onValue(on ? [...(value ?? []), name] : (value ?? []).filter((one) => one !== name));
  return (
    <>
      <CheckField
        label="Limit it to some permissions"
        hint="Without a limit the key may do all that its role may."
        checked={value !== null}
        onChecked={(on) => onValue(on ? [] : null)}
      />
      {value === null ? null : (
        <div role="group" aria-labelledby={id} className="scope">
          <div id={id} className="scope-title">
            Permissions of the key
          </div>
          {permissions.error ? <ProblemNote error={permissions.error} /> : null}
          {offered.map(({ name }) => (
            <CheckField key={name} label={name} checked={value.includes(name)} onChecked={(on) => turn(name, on)} />
          ))}
        </div>
      )}
    </>
  );
}

/** What a key is limited to, in a table. */
export function ScopeText({ scope }: { scope: readonly string[] | null }) {
  return scope ? <code>{scope.join(", ")}</code> : <span className="soft">everything its role may</span>;
}
