import { lazy } from "react";
import type { Contributions } from "@/ui/contributions";
import { paths } from "./paths";

export const accessContributions: Contributions = {
  pages: [
    {
      id: "access.keys",
      path: paths.keys,
      title: "API keys",
      icon: "key",
      view: "settings",
      component: lazy(async () => ({ default: (await import("./pages/ApiKeysPage")).ApiKeysPage })),
    },
    {
      id: "access.members",
      path: paths.members,
      title: "Members",
      icon: "person",
      view: "settings",
      component: lazy(async () => ({ default: (await import("./pages/MembersPage")).MembersPage })),
    },
  ],
  commands: [
    {
      id: "access.keys",
      title: "Show API Keys",
      category: "Access",
      icon: "key",
      when: ({ can }) => can("keys.read") || "Your role does not allow reading API keys.",
      run: ({ navigation }) => navigation.open(navigation.href("access.keys", {})),
    },
    {
      id: "access.members",
      title: "Show Members",
      category: "Access",
      icon: "person",
      when: ({ can }) => can("members.read") || "Your role does not allow reading members.",
      run: ({ navigation }) => navigation.open(navigation.href("access.members", {})),
    },
  ],
};
