"""What the HTTP routes of this room take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, SecretStr, field_validator

from charter.core.ids import ModelRouteId, ProviderId
from charter.llm.kinds import KINDS


def _known_kind(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"no such kind; choose one of {', '.join(KINDS)}")
    return kind


def _key(value: SecretStr) -> SecretStr:
    text = value.get_secret_value().strip()
    # Anything else could not travel in a header, or would end it.
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("a key is made of printable ASCII characters without spaces")
    return SecretStr(text)


Kind = Annotated[str, AfterValidator(_known_kind), Field(examples=["openai"])]
ApiKeyText = Annotated[SecretStr, Field(max_length=4000), AfterValidator(_key)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
BaseUrl = Annotated[str, Field(max_length=500, examples=["https://api.openai.com/v1"])]
ModelRef = Annotated[
    str, Field(min_length=3, max_length=300, pattern=r"^[a-z0-9-]+/\S+$", examples=["openai/gpt-5-mini"])
]
RouteName = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")]


class Strict(BaseModel):
    """An input without unknown fields."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class ProviderInput(Strict):
    """A new provider. The key is written once and never read again."""

    kind: Kind
    name: Name
    base_url: BaseUrl | None = None
    api_key: ApiKeyText | None = None


class ProviderChange(Strict):
    """What to change; a new ``base_url`` without an ``api_key`` clears the key."""

    name: Name | None = None
    base_url: BaseUrl | None = None
    api_key: ApiKeyText | None = None


class ProviderRead(BaseModel):
    """A provider as it can be seen: of the key its last four characters and a fingerprint."""

    model_config = ConfigDict(from_attributes=True)
    id: ProviderId
    slug: str
    name: str
    kind: str
    base_url: str
    key_last4: str | None
    key_fingerprint: str | None
    state: Literal["ready", "failing", "no_key"]
    state_detail: str | None
    model_count: int
    checked_at: datetime | None
    created_at: datetime


class CapabilitiesRead(BaseModel):
    """What a model can do; prices in micro-USD per million tokens, null when not known."""

    model_config = ConfigDict(from_attributes=True)
    tools: bool
    json_schema: bool
    vision: bool
    sampling: bool
    context_window: int
    max_output_tokens: int | None
    input_price: int | None
    output_price: int | None
    cached_input_price: int | None


class CapabilitiesInput(Strict):
    """What this tenant knows better; fields left out stay as they are known."""

    tools: bool | None = None
    json_schema: bool | None = None
    vision: bool | None = None
    sampling: bool | None = None
    context_window: int | None = Field(None, ge=256, le=100_000_000)
    max_output_tokens: int | None = Field(None, ge=1, le=100_000_000)
    input_price: int | None = Field(None, ge=0, le=10**12)
    output_price: int | None = Field(None, ge=0, le=10**12)
    cached_input_price: int | None = Field(None, ge=0, le=10**12)


class ModelRead(BaseModel):
    """A usable model."""

    ref: str
    model: str
    provider_id: ProviderId | None
    provider_slug: str
    provider_name: str
    kind: str
    capabilities: CapabilitiesRead
    overridden: bool


class ModelList(BaseModel):
    """All usable models, and the one that ``default`` leads to now."""

    items: list[ModelRead]
    default: str | None


class ModelNames(BaseModel):
    """The names a provider lists now."""

    items: list[str]


class ModelDetails(BaseModel):
    """What Ollama says about one of its models."""

    model: str
    details: dict[str, JsonValue]


class PullInput(Strict):
    """The model to fetch."""

    model: str = Field(
        min_length=1, max_length=200, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]*$", examples=["llama3.2:3b"]
    )


class RouteTarget(Strict):
    """One model of a route."""

    model: ModelRef
    weight: int = Field(1, ge=0, le=1000)


class RouteInput(Strict):
    """A route: models in order of preference, or drawn by weight with the others as fallback."""

    name: RouteName
    targets: list[RouteTarget] = Field(min_length=1, max_length=20)
    strategy: Literal["ordered", "weighted"] = "ordered"

    @field_validator("targets")
    @classmethod
    def _once_each(cls, targets: list[RouteTarget]) -> list[RouteTarget]:
        if len({target.model for target in targets}) < len(targets):
            raise ValueError("a model stands here twice")
        return targets


class RouteRead(BaseModel):
    """A route; ``id`` is null for the default route as long as nobody wrote one."""

    id: ModelRouteId | None
    name: str
    targets: list[RouteTarget]
    strategy: Literal["ordered", "weighted"]
    created_at: datetime | None


class OfferRead(BaseModel):
    """A provider that was found and can be taken over in one call."""

    key: str
    kind: str
    title: str
    detail: str
    models: list[str]
    accepted: bool


class OfferList(BaseModel):
    """Everything found on this machine."""

    items: list[OfferRead]


def provider_read(provider: Any) -> ProviderRead:
    """Return what may be seen of a provider row."""
    values = {name: getattr(provider, name) for name in ProviderRead.model_fields if name != "model_count"}
    return ProviderRead(**values, model_count=len(provider.models))
