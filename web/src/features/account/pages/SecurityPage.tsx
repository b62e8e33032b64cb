import { useSession } from "@/ui/access";
import "../components/account.css";
import { PasskeysSection } from "../components/PasskeysSection";
import { PasswordSection } from "../components/PasswordSection";
import { SecondFactorSection } from "../components/SecondFactorSection";
import { SessionsSection } from "../components/SessionsSection";

/** How one's own account is protected: second factors, signed-in browsers, password. */
export function SecurityPage() {
  const { principal } = useSession();
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>Your account</h1>
          <p className="lead">How {principal.label} signs in, and where.</p>
        </div>
      </header>
      <SecondFactorSection />
      <PasskeysSection />
      <SessionsSection />
      <PasswordSection />
    </div>
  );
}
