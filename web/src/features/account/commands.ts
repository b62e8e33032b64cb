import type { Command } from "@/ui/commands";
import { signOut } from "./session";

export const accountCommands: readonly Command[] = [
  {
    id: "account.security",
    title: "Security",
    category: "Account",
    icon: "shield",
    run: ({ navigation }) => navigation.open(navigation.href("account.security", {})),
  },
  {
    id: "account.signOut",
    title: "Sign Out",
    category: "Account",
    icon: "sign-out",
    run: ({ queryClient }) => signOut(queryClient),
  },
];
