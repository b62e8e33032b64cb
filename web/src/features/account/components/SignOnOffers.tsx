import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { read } from "@/api/queryKeys";

const REFUSALS: Record<string, string> = {
  "identity.sign-on-refused": "The provider did not prove who you are. Try again.",
  "identity.sign-on-not-mapped": "Your account there has no role here. Ask an administrator of your organisation.",
  "identity.sign-on-address-taken":
    "Another member has your address already. Ask an administrator of your organisation.",
};

/** The ways to sign in through the organisation's own provider, and what came of the last try. */
export function SignOnOffers() {
  const [asked] = useState(() => new URLSearchParams(window.location.search));
  const tenant = asked.get("tenant");
  const problem = asked.get("sign_on_problem");
  const offers = useQuery(read("listSignOnOffers", { query: tenant ? { tenant } : {} }));
  useEffect(() => {
    if (!problem) return;
    const rest = new URLSearchParams(window.location.search);
    rest.delete("sign_on_problem");
    window.history.replaceState(null, "", `${window.location.pathname}${rest.size ? `?${rest.toString()}` : ""}`);
  }, [problem]);
  const returnTo = encodeURIComponent(window.location.pathname);
  return (
    <>
      {problem ? (
        <p role="alert" className="sign-on-problem">
          {REFUSALS[problem] ?? "Signing in through the provider did not work. Try again."}
        </p>
      ) : null}
      {offers.data?.items.map((offer) => (
        <a key={offer.id} className="button sign-on" href={`/v1/sign-on/${offer.id}/start?return_to=${returnTo}`}>
          Sign in with {offer.name}
        </a>
      ))}
    </>
  );
}
