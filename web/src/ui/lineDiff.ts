export interface DiffLine {
  kind: "same" | "before" | "after" | "left-out";
  text: string;
}

/** Beyond this many cells the table of the comparison would be felt; then the middle is shown as exchanged. */
const MOST_CELLS = 4_000_000;
const AROUND = 3;

/** Length of the longest common rest of `before[i..]` and `after[j..]`, row by row. */
function commonRests(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const rests = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const here = i * width + j;
      rests[here] =
        before[i] === after[j]
          ? (rests[here + width + 1] ?? 0) + 1
          : Math.max(rests[here + width] ?? 0, rests[here + 1] ?? 0);
    }
  }
  return rests;
}

function compare(before: readonly string[], after: readonly string[]): DiffLine[] {
  const taken = before.map((text): DiffLine => ({ kind: "before", text }));
  const given = after.map((text): DiffLine => ({ kind: "after", text }));
  if (before.length * after.length > MOST_CELLS) return [...taken, ...given];
  const rests = commonRests(before, after);
  const width = after.length + 1;
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      lines.push({ kind: "same", text: before[i] ?? "" });
      i += 1;
      j += 1;
    } else if ((rests[(i + 1) * width + j] ?? 0) >= (rests[i * width + j + 1] ?? 0)) {
      lines.push({ kind: "before", text: before[i] ?? "" });
      i += 1;
    } else {
      lines.push({ kind: "after", text: after[j] ?? "" });
      j += 1;
    }
  }
  return [...lines, ...taken.slice(i), ...given.slice(j)];
}

/** Lines that went and lines that came; ends that are equal are not compared, so that long texts stay quick. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [left, right] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < left.length - start && end < right.length - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const same = (lines: string[]) => lines.map((text): DiffLine => ({ kind: "same", text }));
  return [
    ...same(left.slice(0, start)),
    ...compare(left.slice(start, left.length - end), right.slice(start, right.length - end)),
    ...same(left.slice(left.length - end)),
  ];
}

/** The same without long stretches in which nothing differs; how many lines were left out stands in their place. */
export function shortened(lines: readonly DiffLine[]): DiffLine[] {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some((line) => line.kind !== "same"),
  );
  const shown: DiffLine[] = [];
  let hidden = 0;
  const flush = () => {
    if (hidden > 0) shown.push({ kind: "left-out", text: `… ${hidden} equal ${hidden === 1 ? "line" : "lines"}` });
    hidden = 0;
  };
  lines.forEach((line, at) => {
    if (near[at]) {
      flush();
      shown.push(line);
    } else hidden += 1;
  });
  flush();
  return shown;
}
