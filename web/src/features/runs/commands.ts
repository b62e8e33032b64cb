import type { Command } from "@/ui/commands";

const absent = "Open a run or a chat first.";

export const runCommands: readonly Command[] = [
  {
    id: "runs.list",
    title: "Show Runs",
    category: "Runs",
    icon: "pulse",
    keys: ["Mod+Shift+Y"],
    when: ({ can }) => can("runs.read") || "Your role does not allow reading runs.",
    run: ({ navigation }) => navigation.open(navigation.href("runs.list", {})),
  },
  {
    id: "runs.newConversation",
    title: "New Conversation",
    category: "Chat",
    icon: "add",
    keys: ["Alt+N"],
    absent: "Open a chat with an agent first.",
  },
  { id: "runs.cancel", title: "Cancel Run", category: "Runs", icon: "debug-stop", absent },
  { id: "runs.pause", title: "Pause Run", category: "Runs", icon: "debug-pause", absent },
  { id: "runs.resume", title: "Resume Run", category: "Runs", icon: "debug-continue", absent },
  { id: "runs.copyId", title: "Copy Run Id", category: "Runs", icon: "copy", absent: "Open a run first." },
];
