import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { read } from "@/api/queryKeys";
import { EmptyState } from "@/ui/EmptyState";
import { PageLink, useNavigation } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";

function BackToServers() {
  return (
    <PageLink page="mcp.servers" params={{}}>
      MCP servers
    </PageLink>
  );
}

/** Where an authorization server sends a person back to: their account is connected, or it is said why not. */
export function AccountPage() {
  const navigation = useNavigation();
  // What came along counts once; it is kept although the address may change.
  const [{ state = "", code = "", iss = null, error }] = useState(() => navigation.page?.search ?? {});
  const done = useQuery({
    ...read("finishMcpAuthorization", { query: { state, code, iss } }),
    enabled: error === undefined && state !== "" && code !== "",
    retry: false,
    staleTime: Infinity,
    refetchOnMount: false,
  });
  return (
    <div className="page">
      <h1>Account at an MCP server</h1>
      {done.data ? (
        <EmptyState icon="check" title={`Your account is connected at ${done.data.server}`}>
          What Charter may do there in your name is used for your own runs and for nobody else’s. You can close this
          tab, or look at{" "}
          <PageLink page="mcp.server" params={{ server: done.data.server }}>
            {done.data.server}
          </PageLink>
          .
        </EmptyState>
      ) : done.error ? (
        <>
          <ProblemNote error={done.error} />
          <p>
            Your account is not connected. Begin again at the server: <BackToServers />.
          </p>
        </>
      ) : done.isFetching ? (
        <p role="status">Connecting your account…</p>
      ) : (
        <EmptyState icon="circle-slash" title="Your account is not connected">
          {error === "access_denied"
            ? "You did not allow it there."
            : "The authorization server sent you back without a code."}{" "}
          Begin again at the server: <BackToServers />.
        </EmptyState>
      )}
    </div>
  );
}
