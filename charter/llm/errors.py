"""The refusals and failures of language models."""

from __future__ import annotations

from typing import ClassVar

from charter.core.errors import CharterError


class ModelCallError(CharterError):
    """A call to a language model failed.

    Class attributes:
        retryable: the same request may succeed at the same model a moment later.
        falls_back: another model is worth trying.
        is_outage: it counts against the provider in the circuit breaker.
    """

    status, code, title = 502, "llm.call-failed", "Call to the language model failed"
    retryable: ClassVar[bool] = False
    falls_back: ClassVar[bool] = True
    is_outage: ClassVar[bool] = False


class ProviderAuthFailed(ModelCallError):
    """The provider refuses the key."""

    code, title = "llm.auth-failed", "Model provider refuses the key"


class ProviderQuotaExhausted(ModelCallError):
    """The provider account has no credit left."""

    code, title = "llm.quota-exhausted", "Model provider account has no credit left"


class ModelNotFound(ModelCallError):
    """The provider has no such model."""

    code, title = "llm.model-not-found", "Model provider has no such model"


class ProviderRateLimited(ModelCallError):
    """Too many requests for the provider's limit."""

    status, code, title = 429, "llm.rate-limited", "Model provider limits the rate"
    retryable = True


class ProviderOverloaded(ModelCallError):
    """The provider has no capacity now."""

    status, code, title = 503, "llm.overloaded", "Model provider is overloaded"
    retryable = True
    is_outage = True


class ProviderFailed(ModelCallError):
    """The provider answers with an error of its own."""

    code, title = "llm.provider-failed", "Model provider failed"
    retryable = True
    is_outage = True


class ProviderUnreachable(ModelCallError):
    """No connection to the provider."""

    code, title = "llm.unreachable", "Model provider cannot be reached"
    retryable = True
    is_outage = True


class ProviderAddressRefused(ModelCallError):
    """The provider's URL points to where this server does not connect, or does not prove its name."""

    code, title = "llm.address-refused", "Model provider's address is refused"


class RequestRefused(ModelCallError):
    """The provider calls the request invalid."""

    code, title = "llm.bad-request", "Model provider refuses the request"


class ContextTooLong(ModelCallError):
    """The conversation is longer than the model's context window."""

    status, code, title = 422, "llm.context-too-long", "Conversation is too long for the model"


class ContentFiltered(ModelCallError):
    """The provider's content filter refused. Another provider is not asked: that would be a way around the filter."""

    status, code, title = 422, "llm.content-filtered", "Content filter of the model provider refused"
    falls_back = False


class ModelTimeout(ModelCallError):
    """The model was too slow."""

    status, code, title = 504, "llm.timeout", "Language model was too slow"
    retryable = True
    is_outage = True


class AnswerCutOff(ModelCallError):
    """The answer ended in the middle."""

    code, title = "llm.cut-off", "Answer of the language model was cut off"
    retryable = True
    is_outage = True


class MalformedAnswer(ModelCallError):
    """What came back is not an answer of this kind of provider."""

    code, title = "llm.malformed-answer", "Answer of the language model makes no sense"
    retryable = True


class AnswerTooLarge(MalformedAnswer):
    """The answer does not end within the size limits; asking again would cost the same again."""

    retryable = False


class CircuitOpen(ModelCallError):
    """The provider failed several times in a row and is left alone for a moment."""

    status, code, title = 503, "llm.circuit-open", "Model provider is paused after failures"


class DeadlineExceeded(ModelCallError):
    """The time the caller gave is over."""

    status, code, title = 504, "llm.deadline-exceeded", "No answer within the time given"
    falls_back = False


class OutputInvalid(CharterError):
    """The answer does not follow the output schema, also after repair."""

    status, code, title = 422, "llm.output-invalid", "Answer does not follow the output schema"


class OutputSchemaInvalid(CharterError):
    """The output schema itself is no valid JSON schema."""

    status, code, title = 422, "llm.output-schema-invalid", "Output schema is not valid"


class ProviderNotFound(CharterError):
    """No such provider in this tenant."""

    status, code, title = 404, "llm.provider-not-found", "No such model provider"


class ModelUnknown(CharterError):
    """A model or route name that leads nowhere."""

    status, code, title = 422, "llm.model-unknown", "No such model or model route"


class CapabilityMissing(CharterError):
    """The model cannot do what the agent needs."""

    status, code, title = 422, "llm.capability-missing", "Model cannot do this"


class NoModelAvailable(CharterError):
    """Nothing is configured and nothing was found."""

    status, code, title = 503, "llm.no-model", "No language model is available"


class ProviderExists(CharterError):
    """The provider's name is taken in this tenant."""

    status, code, title = 409, "llm.provider-exists", "Model provider exists already"


class ProviderInUse(CharterError):
    """A model route still leads to this provider."""

    status, code, title = 409, "llm.provider-in-use", "Model provider is in use"


class ProviderCheckFailed(CharterError):
    """The call that validates a provider on save failed; nothing was stored."""

    status, code, title = 422, "llm.provider-check-failed", "Model provider could not be validated"


class ProviderHasNoKey(CharterError):
    """The provider needs a key before it can be used."""

    status, code, title = 409, "llm.provider-without-key", "Model provider has no key"


class NotAnOllamaProvider(CharterError):
    """Pull and show exist at Ollama only."""

    status, code, title = 409, "llm.not-ollama", "Only an Ollama provider can do this"


class ModelRouteNotFound(CharterError):
    """No such model route in this tenant."""

    status, code, title = 404, "llm.route-not-found", "No such model route"


class ModelRouteExists(CharterError):
    """The route's name is taken in this tenant."""

    status, code, title = 409, "llm.route-exists", "Model route exists already"


class ModelOfferNotFound(CharterError):
    """The offer is not there (any more)."""

    status, code, title = 404, "llm.offer-not-found", "No such model offer"


class ProviderChanged(CharterError):
    """The provider's address or key changed while it was being checked."""

    status, code, title = 409, "llm.provider-changed", "Model provider changed meanwhile"


class TooManyChecks(CharterError):
    """Too many providers are being asked at once; each holds a connection of the database while it waits."""

    status, code, title = 429, "llm.too-many-checks", "Too many provider checks at once"
