"""``charter completion``: the script that lets a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from charter.cli import output
from charter.cli.output import json_option

_INSTALL = {
    "bash": 'Add to ~/.bashrc:  eval "$(charter completion bash)"',
    "zsh": 'Add to ~/.zshrc:   eval "$(charter completion zsh)"',
    "fish": "Run once:          charter completion fish > ~/.config/fish/completions/charter.fish",
}


@click.command(epilog="\b\n" + "\n".join(_INSTALL.values()))
@click.argument("shell", type=click.Choice(list(_INSTALL)))
@json_option
@click.pass_context
def completion(context: click.Context, shell: str, as_json: bool) -> None:
    """Print the completion script for SHELL."""
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - every shell offered above is one that click knows
    source = kind(context.find_root().command, {}, "charter", "_CHARTER_COMPLETE").source()
    output.show({"shell": shell, "script": source}, as_json, lambda it: it["script"])
