/** Provider kinds that can be added, and what each needs to be told. */
export interface ProviderKind {
  kind: string;
  name: string;
  key: "needed" | "optional" | "none";
  baseUrl: "needed" | "optional" | "none";
  baseUrlExample?: string;
}

export const kinds: readonly ProviderKind[] = [
  { kind: "openai", name: "OpenAI", key: "needed", baseUrl: "optional", baseUrlExample: "https://api.openai.com/v1" },
  { kind: "anthropic", name: "Anthropic", key: "needed", baseUrl: "optional" },
  { kind: "gemini", name: "Google Gemini", key: "needed", baseUrl: "optional" },
  { kind: "ollama", name: "Ollama", key: "none", baseUrl: "optional", baseUrlExample: "http://127.0.0.1:11434" },
  { kind: "mistral", name: "Mistral", key: "needed", baseUrl: "optional" },
  { kind: "groq", name: "Groq", key: "needed", baseUrl: "optional" },
  { kind: "deepseek", name: "DeepSeek", key: "needed", baseUrl: "optional" },
  { kind: "xai", name: "xAI", key: "needed", baseUrl: "optional" },
  { kind: "openrouter", name: "OpenRouter", key: "needed", baseUrl: "optional" },
  { kind: "openai_responses", name: "OpenAI (responses API)", key: "needed", baseUrl: "optional" },
  {
    kind: "openai_compatible",
    name: "OpenAI-compatible server",
    key: "optional",
    baseUrl: "needed",
    baseUrlExample: "https://models.example.org/v1",
  },
];

export function kindOf(kind: string): ProviderKind | undefined {
  return kinds.find((one) => one.kind === kind);
}
