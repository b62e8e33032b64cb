import { useQuery } from "@tanstack/react-query";
import { call } from "@/api/client";
import { Badge } from "@/ui/Badge";
import { Button } from "@/ui/Button";
import { Moment } from "@/ui/Moment";
import { ProblemNote } from "@/ui/ProblemNote";
import { TableHead } from "@/ui/TableHead";
import { notify, notifyProblem } from "@/ui/toasts";
import { sessionsQuery, useAccountChange } from "../queries";

/** The browsers that are signed in, and the way to end each but this one. */
export function SessionsSection() {
  const sessions = useQuery(sessionsQuery);
  const items = sessions.data?.items ?? [];
  const others = items.filter((one) => !one.current).map((one) => one.id);
  const end = useAccountChange((ids: string[]) =>
    Promise.all(ids.map((session_id) => call("revokeSession", { path: { session_id } }))),
  );
  const run = (ids: string[], said: string) =>
    end.mutate(ids, { onSuccess: () => notify(said), onError: notifyProblem });
  return (
    <section className="card stack" aria-labelledby="account-sessions">
      <div className="row spread">
        <h2 id="account-sessions">Signed-in browsers</h2>
        <Button
          busy={end.isPending}
          disabledReason={others.length > 0 ? null : "No other browser is signed in."}
          onClick={() => run(others, "All other browsers are signed out")}
        >
          End all others
        </Button>
      </div>
      {sessions.error ? <ProblemNote error={sessions.error} onRetry={() => void sessions.refetch()} /> : null}
      {items.length > 0 ? (
        <div className="table-wrap">
          <table className="table" aria-label="Signed-in browsers">
            <TableHead columns={["Browser", "Signed in"]} actions />
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <td>
                    {one.user_agent ?? "Unknown browser"} {one.current ? <Badge tone="accent">this one</Badge> : null}
                  </td>
                  <td className="soft">
                    <Moment at={one.created_at} />
                  </td>
                  <td className="number">
                    {one.current ? null : (
                      <Button
                        small
                        aria-label={`End the session of ${one.user_agent ?? "an unknown browser"}`}
                        onClick={() => run([one.id], "The session was ended")}
                      >
                        End
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}
