import "@vscode/codicons/dist/codicon.css";
import "@/ui/theme.css";
import "@/ui/parts.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { applyTheme } from "@/shell/layout";
import { App } from "./App";

applyTheme();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
