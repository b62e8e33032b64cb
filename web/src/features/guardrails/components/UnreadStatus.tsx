import { useQuery } from "@tanstack/react-query";
import { useRefusal } from "@/ui/access";
import { plural } from "@/ui/format";
import { Icon } from "@/ui/Icon";
import { useNavigation } from "@/ui/navigation";
import { unreadQuery } from "../queries";

const MOST = 1_000;

/** How many violations the person has not seen; nothing while there are none. */
export function UnreadStatus() {
  const navigation = useNavigation();
  const refusal = useRefusal("guardrails.read");
  const unread = useQuery({ ...unreadQuery, enabled: refusal === null });
  const count = unread.data?.unread ?? 0;
  if (count === 0) return null;
  return (
    <button
      type="button"
      className="status-item"
      title="Show violations"
      onClick={() => navigation.open(navigation.href("guardrails.violations", {}))}
    >
      <Icon name="flame" />
      {count < MOST ? plural(count, "new violation") : `${MOST} new violations or more`}
    </button>
  );
}
