import type { Command, CommandContext } from "@/ui/commands";

const may =
  (permission: string, text: string) =>
  ({ can }: CommandContext) =>
    can(permission) || `Your role does not allow ${text}.`;
const absent = "Open an agent in the editor first.";

export const agentCommands: readonly Command[] = [
  {
    id: "agents.list",
    title: "Show Agents",
    category: "Agents",
    icon: "hubot",
    keys: ["Mod+Shift+E"],
    when: may("agents.read", "reading agents"),
    run: ({ navigation }) => navigation.open(navigation.href("agents.list", {})),
  },
  {
    id: "agents.new",
    title: "New Agent from Template",
    category: "Agents",
    icon: "add",
    keys: ["Alt+Shift+N"],
    when: may("agents.write", "making agents"),
    run: ({ navigation }) => navigation.open(navigation.href("agents.new", {})),
  },
  {
    id: "agents.import",
    title: "Import Agent from a File",
    category: "Agents",
    icon: "cloud-download",
    when: may("agents.write", "importing agents"),
    run: ({ navigation }) => navigation.open(navigation.href("agents.list", {}, { import: "file" })),
  },
  { id: "agents.save", title: "Save as a New Draft", category: "Agents", icon: "save", keys: ["Mod+S"], absent },
  { id: "agents.publish", title: "Publish Version", category: "Agents", icon: "rocket", absent },
  { id: "agents.rollback", title: "Roll Back to the Previous Version", category: "Agents", icon: "discard", absent },
  { id: "agents.clone", title: "Clone Agent", category: "Agents", icon: "copy", absent },
  { id: "agents.export", title: "Export Agent as YAML", category: "Agents", icon: "export", absent },
  { id: "agents.delete", title: "Delete Agent", category: "Agents", icon: "trash", absent },
  { id: "agents.chat", title: "Chat with This Agent", category: "Agents", icon: "comment-discussion", absent },
];
