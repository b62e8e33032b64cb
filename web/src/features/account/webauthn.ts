import { ApiError } from "@/api/errors";
import type { JsonObject } from "@/api/json";

function refused(code: string, title: string, detail: string): ApiError {
  return new ApiError({ type: `/problems/${code}`, title, status: 400, detail, code });
}

/** Asks the browser; its refusals become problems in words. */
async function ask(request: () => Promise<Credential | null>): Promise<JsonObject> {
  if (typeof PublicKeyCredential === "undefined" || !("parseCreationOptionsFromJSON" in PublicKeyCredential))
    throw refused(
      "web.passkeys-unsupported",
      "This browser has no passkeys",
      "Open Charter over HTTPS or on localhost in a current browser.",
    );
  try {
    const credential = (await request()) as PublicKeyCredential;
    return credential.toJSON() as unknown as JsonObject;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    if (error.name === "InvalidStateError")
      throw refused("web.passkey-known", "Passkey is known already", "This device holds a passkey of your account.");
    throw refused(
      "web.passkey-cancelled",
      "No passkey was used",
      "The browser was told to stop, waited too long, or has no passkey for this address. Try again.",
    );
  }
}

/** Makes a passkey with the browser's authenticator, as the server's options say. */
export function createPasskey(options: JsonObject): Promise<JsonObject> {
  return ask(() =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
        options as unknown as PublicKeyCredentialCreationOptionsJSON,
      ),
    }),
  );
}

/** Proves a passkey with the browser's authenticator, as the server's options say. */
export function provePasskey(options: JsonObject): Promise<JsonObject> {
  return ask(() =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
        options as unknown as PublicKeyCredentialRequestOptionsJSON,
      ),
    }),
  );
}
