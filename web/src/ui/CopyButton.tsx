import { useState } from "react";
import { announce } from "./announce";
import { Button } from "./Button";

export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <Button
      icon={copied ? "check" : "copy"}
      onClick={async () => {
        await navigator.clipboard.writeText(text);
        setCopied(true);
        announce("Copied");
        setTimeout(() => setCopied(false), 2_000);
      }}
    >
      {copied ? "Copied" : label}
    </Button>
  );
}
