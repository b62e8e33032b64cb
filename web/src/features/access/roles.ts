/** The built-in roles, from the most to the least powerful, in words. */
export const roles: readonly { value: string; label: string; can: string }[] = [
  { value: "owner", label: "Owner", can: "everything, including other owners" },
  { value: "admin", label: "Admin", can: "members, keys, models and agents" },
  { value: "builder", label: "Builder", can: "makes, changes and publishes agents" },
  { value: "operator", label: "Operator", can: "watches and controls runs" },
  { value: "auditor", label: "Auditor", can: "reads everything, changes nothing" },
  { value: "caller", label: "Caller", can: "talks to agents" },
];

export const roleChoices = roles.map((role) => ({ value: role.value, label: `${role.label}: ${role.can}` }));

export function roleName(role: string): string {
  return roles.find((one) => one.value === role)?.label ?? role;
}
