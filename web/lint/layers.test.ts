import { RuleTester } from "eslint";
import { afterAll, describe, it } from "vitest";
import { layers } from "./layers.js";

Object.assign(RuleTester, { describe, it, afterAll });
const tester = new RuleTester();

tester.run("layers", layers, {
  valid: [
    { filename: "/web/src/shell/Workbench.tsx", code: 'import { Tree } from "@/ui/Tree";' },
    { filename: "/web/src/features/agents/pages/A.tsx", code: 'import { q } from "../queries";' },
    { filename: "/web/src/ui/Tree.test.tsx", code: 'import { render } from "@/test/render";' },
    { filename: "/web/src/ui/Tree.tsx", code: 'import { useState } from "react";' },
  ],
  invalid: [
    {
      filename: "/web/src/ui/Tree.tsx",
      code: 'import { x } from "@/features/agents/queries";',
      errors: [{ messageId: "upwards" }],
    },
    {
      filename: "/web/src/features/agents/pages/A.tsx",
      code: 'import { x } from "../../runs/queries";',
      errors: [{ messageId: "sideways" }],
    },
    { filename: "/web/src/api/client.ts", code: 'export * from "../ui/Tree";', errors: [{ messageId: "upwards" }] },
    { filename: "/web/src/shell/a.ts", code: 'void import("@/app/App");', errors: [{ messageId: "upwards" }] },
    { filename: "/web/src/ui/a.ts", code: 'import "@/hooks/b";', errors: [{ messageId: "unknown" }] },
  ],
});
