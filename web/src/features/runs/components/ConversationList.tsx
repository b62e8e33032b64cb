import { useQuery } from "@tanstack/react-query";
import { IconButton } from "@/ui/Button";
import { Moment } from "@/ui/Moment";
import { CommandButton } from "@/ui/commands";
import { PageLink } from "@/ui/navigation";
import { conversationsQuery } from "../queries";

interface Props {
  agent: string;
  current: string | undefined;
  onDelete: (id: string) => void;
}

export function ConversationList({ agent, current, onDelete }: Props) {
  const list = useQuery(conversationsQuery(agent));
  return (
    <nav className="chat-list" aria-label="Conversations">
      <div className="chat-list-head">
        <h2>Conversations</h2>
        <CommandButton command="runs.newConversation" iconOnly small />
      </div>
      {list.data?.items.length === 0 ? <p className="side-empty">None yet. Write the first message.</p> : null}
      <ul>
        {list.data?.items.map((conversation) => (
          <li key={conversation.id}>
            <PageLink
              page="runs.chat"
              params={{ agent }}
              search={{ conversation: conversation.id }}
              aria-current={conversation.id === current ? "true" : undefined}
            >
              {conversation.title || "Conversation"}
              <Moment at={conversation.created_at} />
            </PageLink>
            <IconButton
              small
              icon="trash"
              aria-label={`Delete the conversation “${conversation.title}”`}
              onClick={() => onDelete(conversation.id)}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}
