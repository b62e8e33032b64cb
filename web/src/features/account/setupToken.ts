/**
 * Takes the setup token out of the address (`#token=…`) and removes it there, so that it stays out of history,
 * bookmarks and referrers. Fragments are never sent to a server.
 */
export function takeSetupToken(): string {
  const match = /^#token=(.+)$/.exec(location.hash);
  if (!match?.[1]) return "";
  history.replaceState(history.state, "", location.pathname + location.search);
  return decodeURIComponent(match[1]);
}
