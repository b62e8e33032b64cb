"""Starting points for tools written in Python."""

from __future__ import annotations

import ast
from functools import cache
from importlib import resources

from pydantic import JsonValue

from charter.tools.errors import ToolTemplateNotFound
from charter.tools.schemas import ToolTemplateRead

_EXAMPLES: dict[str, dict[str, JsonValue]] = {
    "plain-function": {"value": 20, "unit": "celsius"},
    "async-function": {"texts": ["one", "three"]},
    "class-with-state": {"lines": [{"name": "pen", "price": 1.5, "quantity": 12}], "discount": 0.1},
    "http-caller": {"name": "Springfield"},
    "data-frame": {
        "rows": [{"team": "a", "sales": 3}, {"team": "b", "sales": 5}, {"team": "a", "sales": 4}],
        "group_by": "team",
        "column": "sales",
    },
}
_HOSTS: dict[str, list[str]] = {"http-caller": ["api.example.org"]}


@cache
def all_templates() -> dict[str, ToolTemplateRead]:
    """Return the templates by slug."""
    folder = resources.files("charter.tools.python.templates")
    found = {}
    for slug, example in _EXAMPLES.items():
        code = folder.joinpath(f"{slug.replace('-', '_')}.py").read_text()
        said = ast.get_docstring(ast.parse(code)) or ""
        name, _, description = said.partition(": ")
        found[slug] = ToolTemplateRead(
            slug=slug,
            name=name,
            description=description[:1].upper() + description[1:],
            code=code,
            hosts=_HOSTS.get(slug, []),
            example=example,
        )
    return found


def get_template(slug: str) -> ToolTemplateRead:
    """Return one template.

    Raises:
        ToolTemplateNotFound: there is none of this name.
    """
    try:
        return all_templates()[slug]
    except KeyError:
        known = ", ".join(_EXAMPLES)
        raise ToolTemplateNotFound(f"There is no template {slug!r} for tools. There are: {known}.") from None
