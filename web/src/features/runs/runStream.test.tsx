import { renderHook, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { MockApi } from "@/test/mockApi";
import { useRunStream } from "./runStream";
import { answerText } from "./runView";

function signedIn(): MockApi {
  const api = new MockApi({ ready: true });
  vi.stubGlobal("fetch", api.fetch);
  return api;
}

describe("the run stream", () => {
  it("resumes after the last event it saw, however often it is cut", async () => {
    const api = signedIn();
    const run = api.startRun("helpdesk", "How?", null);
    await waitFor(() => expect(api.runs[0]?.run.state).toBe("completed"));
    let reads = 0;
    const starts: string[] = [];
    vi.stubGlobal("fetch", (input: string, init: RequestInit) => {
      reads += 1;
      starts.push(new Headers(init.headers).get("last-event-id") ?? "start");
      api.cutAfterEvents = reads <= 3 ? 5 : null;
      return api.fetch(input, init);
    });
    const seen: number[] = [];
    const { result } = renderHook(() => useRunStream(run.id, { onEvent: (_, event) => seen.push(event.id) }));
    await waitFor(() => expect(result.current.view.state).toBe("completed"), { timeout: 10_000 });
    expect(starts).toEqual(["start", "5", "10", "15"]);
    expect(seen).toEqual(api.runs[0]!.events.map((event) => event.id));
    expect(answerText(result.current.view)).toContain("30 days");
  });

  it("shows events once per frame", async () => {
    const api = signedIn();
    const run = api.startRun("helpdesk", "How?", null);
    await waitFor(() => expect(api.runs[0]?.run.state).toBe("completed"));
    let renders = 0;
    const { result } = renderHook(() => {
      renders += 1;
      return useRunStream(run.id);
    });
    await waitFor(() => expect(result.current.view.state).toBe("completed"));
    expect(api.runs[0]!.events.length).toBeGreaterThan(40);
    expect(renders).toBeLessThan(12);
  });

  it("says so when the server is away and goes on when it is back", async () => {
    const api = signedIn();
    const run = api.startRun("helpdesk", "How?", null);
    let away = true;
    vi.stubGlobal("fetch", (input: string, init: RequestInit) =>
      away ? Promise.reject(new TypeError("refused")) : api.fetch(input, init),
    );
    const { result } = renderHook(() => useRunStream(run.id));
    await waitFor(() => expect(result.current.connection).toBe("reconnecting"));
    away = false;
    await waitFor(() => expect(result.current.view.state).toBe("completed"), { timeout: 10_000 });
    expect(result.current.problem).toBeNull();
  });

  it("stops with the reason when the run is not there", async () => {
    signedIn();
    const { result } = renderHook(() => useRunStream("run_none"));
    await waitFor(() => expect(result.current.problem?.code).toBe("runs.run-not-found"));
    expect(result.current.connection).toBe("closed");
  });

  it("stops reading when nobody looks any more", async () => {
    const api = new MockApi({ ready: true, paceMs: 5 });
    vi.stubGlobal("fetch", api.fetch);
    const run = api.startRun("helpdesk", "How?", null);
    const { result, unmount } = renderHook(() => useRunStream(run.id));
    await waitFor(() => expect(result.current.connection).toBe("live"));
    unmount();
    await waitFor(() => expect(api.runs[0]?.wake.size).toBe(0));
    await waitFor(() => expect(api.runs[0]?.run.state).toBe("completed"), { timeout: 5_000 });
    expect(api.calls.filter((one) => one.endsWith("/events"))).toHaveLength(1);
  });
});
