"""Writes the commands' part of ``docs/reference/cli.md`` from the commands, or checks that it is what they say.

Usage: python scripts/cli_reference.py [--check]
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from charter.cli.main import COMMANDS, cli

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "cli.md"
MARK = "<!-- Below: made by scripts/cli_reference.py from the commands themselves. -->\n"


def rendered() -> str:
    """Return the commands' part of the page."""
    lines: list[str] = []
    context = click.Context(cli, info_name="charter")
    for section in dict.fromkeys(entry.section for entry in COMMANDS.values()):
        lines += ["", f"## {section}"]
        for name in (name for name, entry in COMMANDS.items() if entry.section == section):
            command = cli.get_command(context, name)
            if command is not None:
                lines += described(command, click.Context(command, parent=context, info_name=name))
    return "\n".join([*lines, ""])


def described(command: click.Command, context: click.Context) -> Iterator[str]:
    """Yield the lines about one command and those below it."""
    usage = " ".join(command.collect_usage_pieces(context))
    yield from ("", f"### {context.command_path}", "", "```text", f"{context.command_path} {usage}".rstrip(), "```", "")
    yield inspect.cleandoc(command.help or "")
    options = [record for parameter in command.get_params(context) if (record := parameter.get_help_record(context))]
    if options:
        yield from ("", "| Option | What it does |", "|--|--|")
        yield from (f"| `{names}` | {text.replace('|', chr(92) + '|')} |" for names, text in options)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from described(inner, click.Context(inner, parent=context, info_name=name))


def main() -> int:
    """Write or check; returns the exit code."""
    page = PAGE.read_text()
    wanted = page.partition(MARK)[0] + MARK + rendered()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(wanted)
        return 0
    if page != wanted:
        print(f"{PAGE} is not what the commands say; run: python scripts/cli_reference.py", file=sys.stderr)
        return 1
    print("The reference of the command line is what the commands say.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
