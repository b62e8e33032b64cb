import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { call } from "@/api/client";
import { invalidate } from "@/api/queryKeys";
import type { Run } from "@/api/types";
import { useRefusal } from "@/ui/access";
import { announce } from "@/ui/announce";
import { Button } from "@/ui/Button";
import { CommandButton, useCommandHandlers } from "@/ui/commands";
import { Dialog } from "@/ui/Dialog";
import { EmptyState } from "@/ui/EmptyState";
import { PageLink, useNavigation, useParam } from "@/ui/navigation";
import { ProblemNote } from "@/ui/ProblemNote";
import { notifyProblem } from "@/ui/toasts";
import { Composer } from "../components/Composer";
import { ConversationList } from "../components/ConversationList";
import { Turn } from "../components/Turn";
import { agentOfChat, turnsQuery } from "../queries";
import { isFinal } from "../runView";
import { useRunControls } from "../useRunControls";
import "../runs.css";

/** Keeps the newest text in sight for as long as the reader has not scrolled away from it. */
function useStickToEnd(): { scroll: RefObject<HTMLDivElement | null>; toEnd: () => void } {
  const element = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  useLayoutEffect(() => {
    const box = element.current;
    const content = box?.firstElementChild;
    if (!box || !content) return;
    const watch = new ResizeObserver(() => {
      if (stuck.current) box.scrollTop = box.scrollHeight;
    });
    watch.observe(content);
    const onScroll = () => {
      stuck.current = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
    };
    box.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      watch.disconnect();
      box.removeEventListener("scroll", onScroll);
    };
  }, []);
  const toEnd = useCallback(() => {
    stuck.current = true;
    element.current?.scrollTo({ top: element.current.scrollHeight });
  }, []);
  return { scroll: element, toEnd };
}

/** A conversation with an agent. Which one is in the address, so a reload shows it again, even in mid-answer. */
export function ChatPage() {
  const agent = useParam("agent");
  const navigation = useNavigation();
  const client = useQueryClient();
  const conversation = navigation.page?.search["conversation"];
  const about = useQuery(agentOfChat(agent));
  const history = useInfiniteQuery({ ...turnsQuery(conversation ?? ""), enabled: conversation !== undefined });
  const [sent, setSent] = useState<Run[]>([]);
  const [deleting, setDeleting] = useState<string | null>(null);
  const { scroll, toEnd } = useStickToEnd();

  const stored = conversation ? (history.data?.pages.flatMap((page) => page.items) ?? []) : [];
  const known = new Set(stored.map((run) => run.id));
  const fresh = sent.filter((run) => run.conversation_id === conversation && !known.has(run.id));
  const turns = [...[...stored].reverse(), ...fresh];
  const last = turns.at(-1);
  const [endedId, setEndedId] = useState<string | null>(null);
  const active = last && !isFinal(last.state) && last.id !== endedId ? last : null;

  const name = about.data?.name ?? agent;
  const { setTitle } = navigation;
  useEffect(() => setTitle(`Chat: ${name}`), [name, setTitle]);

  const send = useMutation({
    mutationFn: (input: string) =>
      call(
        "createRun",
        { body: { agent, input, conversation_id: conversation ?? null } },
        { idempotencyKey: crypto.randomUUID() },
      ),
    onSuccess: (run) => {
      setSent((before) => [...before, run]);
      toEnd();
      if (run.conversation_id !== conversation)
        navigation.setSearch({ conversation: run.conversation_id ?? undefined });
      void invalidate(client, "listConversations", "listRuns");
    },
  });
  const remove = useMutation({
    mutationFn: (id: string) => call("deleteConversation", { path: { conversation_id: id } }),
    onSuccess: async (_, id) => {
      setDeleting(null);
      announce("Conversation deleted");
      if (id === conversation) navigation.setSearch({ conversation: undefined });
      await invalidate(client, "listConversations", "listRuns");
    },
    onError: notifyProblem,
  });
  const onEnd = (run: Run) => {
    setEndedId(run.id);
    announce("The answer is complete");
    void invalidate(client, "listRuns", "getRun", "listConversations");
  };

  const controls = useRunControls(active?.id ?? null, active?.state ?? null);
  useCommandHandlers({
    "runs.newConversation": {
      run: () => navigation.setSearch({ conversation: undefined }, { replace: false }),
      disabledReason: conversation ? null : "This conversation is new already.",
    },
  });
  const published = about.data?.published_version !== null;
  const forbidden = useRefusal("runs.create");
  const disabledReason =
    forbidden ?? (about.data && !published ? "Publish a version of this agent first; then it can answer." : null);

  if (about.error) {
    return (
      <div className="page">
        <ProblemNote error={about.error} onRetry={() => void about.refetch()} />
      </div>
    );
  }
  return (
    <div className="chat">
      <ConversationList agent={agent} current={conversation} onDelete={setDeleting} />
      <div className="chat-main">
        <header className="chat-head">
          <div className="row">
            <h1>{name}</h1>
            {about.data?.published_version ? (
              <span className="badge">version {about.data.published_version}</span>
            ) : null}
          </div>
          <div className="row">
            {active ? (
              <>
                {active.state === "paused" ? (
                  <CommandButton command="runs.resume" small />
                ) : (
                  <CommandButton command="runs.pause" small />
                )}
                <CommandButton command="runs.cancel" small />
              </>
            ) : null}
            <PageLink page="agents.edit" params={{ agent }} className="button small ghost">
              Edit agent
            </PageLink>
          </div>
        </header>
        <div className="chat-scroll" ref={scroll} role="log" aria-label="Conversation" aria-live="off" tabIndex={-1}>
          <div className="chat-turns">
            {history.hasNextPage ? (
              <Button look="ghost" busy={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
                Show earlier messages
              </Button>
            ) : null}
            {history.error ? <ProblemNote error={history.error} onRetry={() => void history.refetch()} /> : null}
            {turns.length === 0 && !(conversation && history.isPending) ? (
              <EmptyState icon="comment-discussion" title={`Talk to ${name}`}>
                {about.data?.description || "Write a message below. Each step the agent takes is shown as it happens."}
              </EmptyState>
            ) : null}
            {turns.map((run) => (
              <Turn key={run.id} run={run} onEnd={() => onEnd(run)} />
            ))}
            {send.error ? <ProblemNote error={send.error} /> : null}
          </div>
        </div>
        <Composer
          agent={agent}
          agentName={name}
          disabledReason={disabledReason}
          running={active !== null}
          busy={send.isPending}
          onSend={(text) => send.mutateAsync(text)}
          onStop={controls.cancel}
        />
      </div>
      {deleting ? (
        <Dialog title="Delete this conversation?" onClose={() => setDeleting(null)}>
          <p>Its messages and runs are removed for good.</p>
          <div className="form-actions">
            <Button onClick={() => setDeleting(null)}>Keep it</Button>
            <Button look="danger" icon="trash" busy={remove.isPending} onClick={() => remove.mutate(deleting)}>
              Delete
            </Button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}
