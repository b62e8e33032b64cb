/**
 * Takes the token of a link out of the address (`#token=…`) and removes it there, so that it stays out of history,
 * bookmarks and referrers. Fragments are never sent to a server.
 */
export function takeLinkToken(): string {
  const match = /^#token=(.+)$/.exec(location.hash);
  if (!match?.[1]) return "";
  history.replaceState(history.state, "", location.pathname + location.search);
  return decodeURIComponent(match[1]);
}
