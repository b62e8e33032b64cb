"""What people fill into the forms that tools ask with."""

from __future__ import annotations

from collections.abc import Mapping

import jsonschema_rs
import orjson
from pydantic import JsonValue

from charter.core.errors import FieldProblem, InputInvalid
from charter.tools.tool import MAXIMUM_ARGUMENT_BYTES


def filled_in(
    form: Mapping[str, JsonValue] | None, answer: dict[str, JsonValue] | None, *, approved: bool
) -> dict[str, JsonValue] | None:
    """Return what was filled into a form, if it is as the form asks; None where there is nothing to fill in.

    Raises:
        InputInvalid: the fields say what is missing or wrong, or that there is no form.
    """
    fields = form.get("fields") if form is not None else None
    if not isinstance(fields, dict) or not approved:
        if answer is not None:
            raise _invalid([{"path": "/answer", "message": "There is nothing to fill in; leave it out."}])
        return None
    given = answer if answer is not None else {}
    validator = jsonschema_rs.validator_for(fields, validate_formats=True)
    wrong: list[FieldProblem] = [
        {"path": "/answer" + "".join(f"/{part}" for part in error.instance_path), "message": error.message}
        for error in validator.iter_errors(given)
    ]
    if len(orjson.dumps(given)) > MAXIMUM_ARGUMENT_BYTES:
        wrong = [{"path": "/answer", "message": f"More than {MAXIMUM_ARGUMENT_BYTES} bytes."}]
    if wrong:
        raise _invalid(wrong)
    return given


def _invalid(fields: list[FieldProblem]) -> InputInvalid:
    return InputInvalid("The form is not filled in as it asks.", fields=fields)
