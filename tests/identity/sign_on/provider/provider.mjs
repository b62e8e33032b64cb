// Runs oidc-provider on loopback. Reads its configuration as one line of JSON from standard input, prints its address,
// and ends with its standard input. POST /test/configure replaces keys, accounts and lifetimes while it runs.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import Provider from "oidc-provider";

const lines = createInterface({ input: process.stdin });
const settings = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
process.stdin.on("end", () => process.exit(0)).resume();

let handle = (_request, response) => response.writeHead(503).end();
const counts = {};

const server = createServer(async (request, response) => {
  counts[request.url.split("?")[0]] = (counts[request.url.split("?")[0]] ?? 0) + 1;
  if (request.url === "/test/counts") return response.end(JSON.stringify(counts));
  if (request.url !== "/test/configure") return handle(request, response);
  const parts = [];
  for await (const part of request) parts.push(part);
  Object.assign(settings, JSON.parse(Buffer.concat(parts)));
  start();
  response.end();
});

function start() {
  if (settings.broken) {
    handle = (_request, response) => response.writeHead(500).end("broken");
    return;
  }
  const provider = new Provider(issuer, {
    clients: settings.clients,
    jwks: { keys: settings.keys },
    cookies: { keys: ["for tests only"] },
    pkce: { required: () => true },
    conformIdTokenClaims: settings.claims_in_user_info ?? false,
    claims: {
      openid: ["sub", "groups", "organization", "preferred_username"],
      email: ["email", "email_verified"],
      profile: ["name"],
    },
    scopes: ["openid", "email", "profile", "api"],
    findAccount: (_context, id) => {
      const account = settings.accounts[id];
      return account && { accountId: id, claims: async () => ({ sub: id, ...account }) };
    },
    extraTokenClaims: (_context, token) => settings.access_token_claims?.[token.clientId],
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Grant: 3600, Session: 3600 },
    features: {
      backchannelLogout: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, audience) => ({
          scope: "api",
          audience,
          accessTokenFormat: "jwt",
          accessTokenTTL: settings.access_token_ttl_s ?? 600,
          jwt: { sign: { alg: "RS256" } },
        }),
      },
    },
    responseTypes: ["code"],
    // Logout tokens go to loopback here, which the provider's own dispatcher refuses.
    fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
  });
  provider.on("server_error", (_context, error) => console.error(error));
  handle = provider.callback();
}

await new Promise((resolve) => server.listen(settings.port ?? 0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
start();
console.log(issuer);
