import { lazy } from "react";
import type { Contributions } from "@/ui/contributions";
import { ModelStatus } from "./components/ModelStatus";
import { paths } from "./paths";

export const modelContributions: Contributions = {
  pages: [
    {
      id: "models.providers",
      path: paths.providers,
      title: "Model providers",
      icon: "sparkle",
      view: "settings",
      component: lazy(async () => ({ default: (await import("./pages/ProvidersPage")).ProvidersPage })),
    },
    {
      id: "models.routes",
      path: paths.routes,
      title: "Model routes",
      icon: "git-merge",
      view: "settings",
      component: lazy(async () => ({ default: (await import("./pages/RoutesPage")).RoutesPage })),
    },
  ],
  commands: [
    {
      id: "models.open",
      title: "Connect Model Providers",
      category: "Models",
      icon: "sparkle",
      when: ({ can }) => can("models.read") || "Your role does not allow reading models.",
      run: ({ navigation }) => navigation.open(navigation.href("models.providers", {})),
    },
    {
      id: "models.routes",
      title: "Change Model Routes",
      category: "Models",
      icon: "git-merge",
      when: ({ can }) => can("models.read") || "Your role does not allow reading models.",
      run: ({ navigation }) => navigation.open(navigation.href("models.routes", {})),
    },
    {
      id: "models.add",
      title: "Add a Model Provider",
      category: "Models",
      icon: "add",
      absent: "Open the model providers first.",
    },
  ],
  statusItems: [{ id: "model", side: "right", order: 10, component: ModelStatus }],
};
