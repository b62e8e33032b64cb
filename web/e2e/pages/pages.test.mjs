// One browser and one sign-in for the stories of all pages.
import "./guardrails.story.mjs";
import "./mcp.story.mjs";
import "./openapi.story.mjs";
import "./tool-policies.story.mjs";
import "./tools.story.mjs";
import "./violations.story.mjs";
