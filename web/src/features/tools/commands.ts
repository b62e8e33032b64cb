import type { Command, CommandContext } from "@/ui/commands";

const may =
  (permission: string, text: string) =>
  ({ can }: CommandContext) =>
    can(permission) || `Your role does not allow ${text}.`;
const absent = "Open the code of a tool first.";

export const toolCommands: readonly Command[] = [
  {
    id: "tools.list",
    title: "Show Tools",
    category: "Tools",
    icon: "tools",
    keys: ["Mod+Shift+L"],
    when: may("tools.read", "reading tools"),
    run: ({ navigation }) => navigation.open(navigation.href("tools.list", {})),
  },
  {
    id: "tools.new",
    title: "Write a Python Tool",
    category: "Tools",
    icon: "add",
    when: may("tools.write", "making tools"),
    run: ({ navigation }) => navigation.open(navigation.href("tools.new", {})),
  },
  {
    id: "tools.openapi",
    title: "Make Tools of an OpenAPI Document",
    category: "Tools",
    icon: "cloud-download",
    when: may("tools.write", "making tools"),
    run: ({ navigation }) => navigation.open(navigation.href("tools.openapi", {})),
  },
  {
    id: "tools.credentials",
    title: "Show Tool Credentials",
    category: "Tools",
    icon: "key",
    when: may("tools.read", "reading tools"),
    run: ({ navigation }) => navigation.open(navigation.href("tools.credentials", {})),
  },
  { id: "tools.save", title: "Save Tool as a New Version", category: "Tools", icon: "save", keys: ["Mod+S"], absent },
  { id: "tools.publish", title: "Publish Tool Version", category: "Tools", icon: "rocket", absent },
  { id: "tools.dryRun", title: "Dry-run Tool", category: "Tools", icon: "play", keys: ["Mod+Enter"], absent },
];
