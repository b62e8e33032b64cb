/** One event of a `text/event-stream`. */
export interface StreamEvent {
  id: string | null;
  event: string;
  data: string;
}

/**
 * Splits a byte stream into server-sent events (HTML Living Standard §9.2.6). Comments, which servers send to keep
 * the connection alive, come out as events named `comment` so that a reader can tell silence from a dead line.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let buffer = "";
  let id: string | null = null;
  let event = "";
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      buffer += decoder.decode(value, { stream: true });
      const lines = buffer.split(/\r\n|\n|\r(?!$)/);
      buffer = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "") {
          if (data.length > 0) yield { id, event: event || "message", data: data.join("\n") };
          event = "";
          data = [];
        } else if (line.startsWith(":")) {
          yield { id, event: "comment", data: line.slice(1) };
        } else {
          const colon = line.indexOf(":");
          const name = colon < 0 ? line : line.slice(0, colon);
          const rest = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
          if (name === "id") id = rest;
          else if (name === "event") event = rest;
          else if (name === "data") data.push(rest);
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
