/** Props demand a name for people who do not see the part: a text of its own or the id of one. */
export type Named =
  { "aria-label": string; "aria-labelledby"?: undefined } | { "aria-labelledby": string; "aria-label"?: undefined };
