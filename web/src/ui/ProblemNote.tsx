import { problemMessage } from "@/api/errors";
import { Button } from "./Button";
import { Icon } from "./Icon";

/** A failure in words, with the request id that finds it in the server's log. */
export function ProblemNote({
  error,
  onRetry,
  quiet = false,
}: {
  error: unknown;
  onRetry?: () => void;
  quiet?: boolean;
}) {
  const message = problemMessage(error);
  return (
    <div className="problem" role={quiet ? undefined : "alert"}>
      <Icon name="error" />
      <div>
        <strong>{message.title}</strong>
        <div className="problem-detail">{message.detail}</div>
        {message.fields.length > 0 ? (
          <ul className="problem-detail">
            {message.fields.map((field) => (
              <li key={field.path}>
                <code>{field.path}</code> {field.message}
                {field.suggestion ? ` ${field.suggestion}` : ""}
              </li>
            ))}
          </ul>
        ) : null}
        {message.requestId ? <div className="request-id">Request {message.requestId}</div> : null}
      </div>
      {onRetry ? (
        <Button small onClick={onRetry}>
          Try again
        </Button>
      ) : null}
    </div>
  );
}
