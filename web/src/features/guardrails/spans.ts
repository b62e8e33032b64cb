import type { GuardrailVerdict } from "@/api/types";

type Span = GuardrailVerdict["hits"][number]["spans"][number];

export interface Piece {
  text: string;
  /** What was found here; empty where nothing was. */
  kinds: string[];
}

/** A text cut where spans begin and end. Spans count characters, which JavaScript's text does not. */
export function piecesOf(text: string, spans: readonly Span[]): Piece[] {
  const characters = Array.from(text);
  const inside = spans.filter(({ start, end }) => start < end && start < characters.length);
  const cuts = new Set([0, characters.length, ...inside.flatMap(({ start, end }) => [start, end])]);
  const places = [...cuts].filter((cut) => cut >= 0 && cut <= characters.length).sort((a, b) => a - b);
  return places.slice(0, -1).map((from, at) => {
    const to = places[at + 1] ?? characters.length;
    const kinds = inside.filter(({ start, end }) => start < to && from < end).map(({ kind }) => kind);
    return { text: characters.slice(from, to).join(""), kinds: [...new Set(kinds)] };
  });
}
