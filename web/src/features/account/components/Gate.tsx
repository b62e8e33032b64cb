import { useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useEffect, useState, type ReactNode } from "react";
import { read } from "@/api/queryKeys";
import type { Session } from "@/api/types";
import { SessionProvider } from "@/ui/access";
import { ProblemNote } from "@/ui/ProblemNote";
import { AcceptPage } from "../pages/AcceptPage";
import { EnrolmentPage } from "../pages/EnrolmentPage";
import { ResetPasswordPage } from "../pages/ResetPasswordPage";
import { SetupPage } from "../pages/SetupPage";
import { SignInPage } from "../pages/SignInPage";
import { useSessionQuery, whileFailing } from "../session";
import { EntryFrame } from "./EntryFrame";

/** Lets only signed-in people through, who first enrol a second factor if their tenant requires one; others see set-up or sign-in at the same address. Links that came by mail are for both. */
export function Gate({ children }: { children: (session: Session) => ReactNode }) {
  const { pathname } = useLocation();
  const session = useSessionQuery();
  const nobody = session.data === null;
  const setup = useQuery({ ...read("getSetup", {}), enabled: nobody, staleTime: 0, refetchInterval: whileFailing });
  const [last, setLast] = useState<Session | null>(null);
  if (session.data && session.data !== last) setLast(session.data);

  useEffect(() => {
    if (nobody) document.title = "Sign in · Charter";
  }, [nobody]);

  if (pathname === "/accept") return <AcceptPage />;
  if (pathname === "/reset-password") return <ResetPasswordPage />;
  if (session.data?.second_factor_due) return <EnrolmentPage session={session.data} />;
  if (session.data) return <SessionProvider session={session.data}>{children(session.data)}</SessionProvider>;
  const failed = session.error ?? setup.error;
  if (failed) {
    return (
      <EntryFrame title="One moment" lead="Charter does not answer yet; this page asks again by itself.">
        <ProblemNote error={failed} onRetry={() => void (session.error ? session.refetch() : setup.refetch())} />
      </EntryFrame>
    );
  }
  if (!nobody || setup.isPending) return <div className="page-wait" role="status" aria-label="Loading Charter" />;
  return setup.data?.required ? <SetupPage /> : <SignInPage before={last} />;
}
