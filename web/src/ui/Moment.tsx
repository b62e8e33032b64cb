import { formatAgo, formatMoment } from "./format";

/** A time as people say it; the exact one is in its title. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={formatMoment(at)}>
      {formatAgo(at)}
    </time>
  );
}
