/**
 * How well a text answers what was typed: null if the letters are not all there in order, otherwise higher is better.
 * Runs of letters and starts of words count most, short texts win ties.
 */
export function fuzzyScore(query: string, text: string): number | null {
  const wanted = query.toLowerCase().replace(/\s+/g, "");
  const lower = text.toLowerCase();
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = lower.indexOf(letter, at + 1);
    if (next < 0) return null;
    const startsWord = next === 0 || /[\s:/._-]/.test(lower[next - 1] ?? "");
    score += next === at + 1 ? 6 : startsWord ? 5 : 1;
    at = next;
  }
  if (lower.includes(query.toLowerCase().trim())) score += 12;
  return score - text.length / 100;
}

/** The items that fit, best first; everything in its own order when nothing was typed. */
export function fuzzyFilter<T>(items: readonly T[], query: string, textOf: (item: T) => string): T[] {
  if (query.trim() === "") return [...items];
  return items
    .map((item) => ({ item, score: fuzzyScore(query, textOf(item)) }))
    .filter((entry): entry is { item: T; score: number } => entry.score !== null)
    .sort((a, b) => b.score - a.score)
    .map((entry) => entry.item);
}
