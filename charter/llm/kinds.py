"""The kinds of provider: what each speaks, where it usually lives, and where its key is usually found."""

from __future__ import annotations

from dataclasses import dataclass

from charter.llm.adapters.anthropic_messages import AnthropicMessages
from charter.llm.adapters.gemini import Gemini
from charter.llm.adapters.openai_chat import Dialect, OpenAIChat
from charter.llm.adapters.openai_responses import OpenAIResponses
from charter.llm.adapters.wire import Adapter


@dataclass(frozen=True, slots=True)
class ProviderKind:
    """One kind of provider.

    Attributes:
        family: which part of ``capabilities.json`` describes its models.
        base_url: None where every installation has its own.
        environment: variables that usually hold the key, first one first.
        needs_key: a provider of this kind is never usable without a key.
        preferred: beginnings of model names to choose from, in this order, where nobody chose a model.
    """

    name: str
    label: str
    adapter: Adapter
    family: str
    base_url: str | None = None
    environment: tuple[str, ...] = ()
    needs_key: bool = True
    preferred: tuple[str, ...] = ()


_CHAT = OpenAIChat()
_OPENAI_PREFERRED = ("gpt-5.6-terra", "gpt-5.4-mini", "gpt-5-mini", "gpt-4.1-mini", "gpt-4o-mini", "gpt-")
_KINDS = (
    ProviderKind(
        "openai",
        "OpenAI",
        OpenAIChat(Dialect(max_tokens_field="max_completion_tokens")),
        "openai",
        "https://api.openai.com/v1",
        ("OPENAI_API_KEY",),
        preferred=_OPENAI_PREFERRED,
    ),
    ProviderKind(
        "openai_responses",
        "OpenAI (responses)",
        OpenAIResponses(),
        "openai",
        "https://api.openai.com/v1",
        preferred=_OPENAI_PREFERRED,
    ),
    ProviderKind(
        "anthropic",
        "Anthropic",
        AnthropicMessages(),
        "anthropic",
        "https://api.anthropic.com",
        ("ANTHROPIC_API_KEY",),
        preferred=("claude-sonnet-5", "claude-sonnet-4", "claude-haiku-4", "claude-"),
    ),
    ProviderKind(
        "gemini",
        "Google Gemini",
        Gemini(),
        "gemini",
        "https://generativelanguage.googleapis.com/v1beta",
        ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
        preferred=("gemini-3.6-flash", "gemini-3.5-flash", "gemini-3-flash", "gemini-2.5-flash"),
    ),
    ProviderKind(
        "mistral",
        "Mistral",
        OpenAIChat(Dialect(seed_field="random_seed", usage_option=False, short_ids=True)),
        "mistral",
        "https://api.mistral.ai/v1",
        ("MISTRAL_API_KEY",),
        preferred=("mistral-medium-latest", "mistral-medium", "mistral-small-latest", "mistral-small"),
    ),
    ProviderKind("groq", "Groq", _CHAT, "open", "https://api.groq.com/openai/v1", ("GROQ_API_KEY",)),
    ProviderKind("deepseek", "DeepSeek", _CHAT, "open", "https://api.deepseek.com/v1", ("DEEPSEEK_API_KEY",)),
    ProviderKind("xai", "xAI", _CHAT, "open", "https://api.x.ai/v1", ("XAI_API_KEY",)),
    ProviderKind("openrouter", "OpenRouter", _CHAT, "open", "https://openrouter.ai/api/v1", ("OPENROUTER_API_KEY",)),
    ProviderKind("openai_compatible", "OpenAI-compatible server", _CHAT, "open", needs_key=False),
    ProviderKind(
        "ollama",
        "Ollama",
        OpenAIChat(Dialect(path_prefix="/v1")),
        "open",
        "http://127.0.0.1:11434",
        needs_key=False,
    ),
    ProviderKind("demo", "Demo model", _CHAT, "demo", needs_key=False),
)
KINDS: dict[str, ProviderKind] = {kind.name: kind for kind in _KINDS}
