"""What wire formats have in common beside their answers: how errors and lists of models are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from charter.llm.adapters.failures import classify, retry_after_s
from charter.llm.adapters.wire import NONSENSE
from charter.llm.errors import MalformedAnswer, ModelCallError


class CommonDocuments:
    """Reads errors with a type and a message, and lists of models with ids."""

    def failure(self, status: int, headers: Mapping[str, str], document: Any) -> ModelCallError:
        """Return the typed error of a response with an error status."""
        code, message = error_text(document)
        return classify(status, code, message, retry_after_s(headers))

    def model_names(self, document: Any) -> list[str]:
        """Return the names in the provider's list of models, sorted.

        Raises:
            MalformedAnswer: it is no such list.
        """
        try:
            entries = document["data"] if isinstance(document, dict) else document
            return sorted({entry["id"] for entry in entries if isinstance(entry["id"], str)})
        except NONSENSE as error:
            raise MalformedAnswer("The response is not a list of models.") from error


def error_text(document: Any) -> tuple[str, str]:
    """Return the code and message of an error body, whatever of it is there."""
    error = document.get("error", document) if isinstance(document, dict) else document
    if isinstance(error, str):
        return "", error
    if not isinstance(error, dict):
        return "", ""
    message = error.get("message") or error.get("detail") or ""
    code = f"{error.get('type') or ''} {error.get('code') or ''}"
    return code, message if isinstance(message, str) else orjson.dumps(message, default=str).decode()
