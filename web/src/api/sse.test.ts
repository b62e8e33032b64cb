import { describe, expect, it } from "vitest";
import { readEvents, type StreamEvent } from "./sse";

function streamOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function all(chunks: readonly Uint8Array[]): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of readEvents(streamOf(chunks))) events.push(event);
  return events;
}

const encoder = new TextEncoder();
const text =
  'id: 1\nevent: run.started\ndata: {}\n\n: still here\n\nid: 2\nevent: message.delta\ndata: {"text":\ndata: "grüße 🙂"}\r\n\r\nid: 3\ndata: x\n\nid: 4\ndata: cut';

describe("server-sent events", () => {
  it("come out the same wherever the bytes are cut", async () => {
    const bytes = encoder.encode(text);
    const whole = await all([bytes]);
    for (let at = 1; at < bytes.length; at++) {
      expect(await all([bytes.slice(0, at), bytes.slice(at)])).toEqual(whole);
    }
    expect(await all([...bytes].map((byte) => new Uint8Array([byte])))).toEqual(whole);
  });

  it("have ids, types, joined data and comments; an event that was cut off is not one", async () => {
    expect(await all([encoder.encode(text)])).toEqual([
      { id: "1", event: "run.started", data: "{}" },
      { id: "1", event: "comment", data: " still here" },
      { id: "2", event: "message.delta", data: '{"text":\n"grüße 🙂"}' },
      { id: "3", event: "message", data: "x" },
    ]);
  });
});
