"""Refusals of the edge."""

from __future__ import annotations

from charter.core.errors import CharterError


class AddressRefused(CharterError):
    """The client's address is not among those that may come, or its country is not."""

    status, code, title = 403, "edge.address-refused", "Not from this address"


class Banned(CharterError):
    """Too many refused requests came from this address; it is not listened to for a while."""

    status, code, title = 429, "edge.banned", "Banned for a while"


class RateLimited(CharterError):
    """A rate limit is used up; the members say which, how much, and when to come again."""

    status, code, title = 429, "edge.rate-limited", "Too many requests"


class TooManyAtOnce(CharterError):
    """One address has too many requests open at the same time."""

    status, code, title = 429, "edge.too-many-at-once", "Too many open requests"


class OriginRefused(CharterError):
    """A web page of another origin may not do this: the policy's cors.origins does not name it."""

    status, code, title = 403, "edge.origin-refused", "Not from this origin"


class BotRefused(CharterError):
    """User-Agent is missing, or names a program that is not wanted here."""

    status, code, title = 403, "edge.bot-refused", "Not with this program"


class UrlTooLong(CharterError):
    status, code, title = 414, "edge.url-too-long", "Address too long"


class HeadersTooLarge(CharterError):
    status, code, title = 431, "edge.headers-too-large", "Headers too large"


class TooSlow(CharterError):
    """The body did not arrive in time."""

    status, code, title = 408, "edge.too-slow", "Too slow"


class AnswerTooLate(CharterError):
    """No answer began within the time that the policy gives."""

    status, code, title = 504, "edge.answer-too-late", "No answer in time"


class BanNotFound(CharterError):
    status, code, title = 404, "edge.ban-not-found", "Ban not found"


class EdgePolicyConflict(CharterError):
    """Somebody else changed the policy meanwhile; the members hold the version that is active."""

    status, code, title = 409, "edge.policy-changed", "Edge policy was changed meanwhile"


class LocksYouOut(CharterError):
    """The policy would refuse the very caller that activates it."""

    status, code, title = 409, "edge.locks-you-out", "Edge policy would lock you out"


class BadRequest(CharterError):
    """The request could not be read, or holds characters that have no place in an address."""

    status, code, title = 400, "core.bad-request", "Bad request"


class MethodNotAllowed(CharterError):
    """This path, or this installation, does not take this method."""

    status, code, title = 405, "core.method-not-allowed", "Method not allowed"


class BodyTooLarge(CharterError):
    """The body is larger than this installation accepts."""

    status, code, title = 413, "core.body-too-large", "Body too large"


class WrongContentType(CharterError):
    """The body is of a type that is not taken here."""

    status, code, title = 415, "core.wrong-content-type", "Wrong content type"
