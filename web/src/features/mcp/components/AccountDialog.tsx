import { useQuery } from "@tanstack/react-query";
import { call } from "@/api/client";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { ProblemNote } from "@/ui/ProblemNote";

/** Leads somebody to the authorization server, where they let Charter use the server in their name. */
export function AccountDialog({ server, onDone }: { server: string; onDone: () => void }) {
  const begun = useQuery({
    queryKey: ["beginMcpAuthorization", server],
    queryFn: () => call("beginMcpAuthorization", { path: { server } }),
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
  });
  // An authorization server names its own address; only the web is gone to.
  const url = begun.data && /^https?:\/\//i.test(begun.data.url) ? begun.data.url : null;
  return (
    <Dialog title={`Connect your account at ${server}`} onClose={onDone}>
      <p>
        What Charter may do there in your name is used in your own runs and in nobody else&apos;s. Say yes in the tab
        that opens, then come back.
      </p>
      {begun.error ? <ProblemNote error={begun.error} /> : null}
      {begun.data && !url ? (
        <p>The server named an address that is none of the web; Charter does not open it.</p>
      ) : null}
      <div className="form-actions">
        {url ? (
          <a className="button primary" href={url} target="_blank" rel="noreferrer">
            Go to the authorization server
          </a>
        ) : null}
        <Button onClick={onDone}>I have done it</Button>
      </div>
    </Dialog>
  );
}
