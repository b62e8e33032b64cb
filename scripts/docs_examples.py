"""Checks the examples in the documentation: what a reader copies must at least be possible.

Commands of Charter exist with the options shown; targets of make exist; JSON, YAML, TOML and Python parse; links to
files in the repository lead somewhere.

Usage: python scripts/docs_examples.py
"""

from __future__ import annotations

import ast
import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import yaml

from charter.cli.main import cli

ROOT = Path(__file__).parent.parent
FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>[\w-]*)[^\n]*\n(?P<text>.*?)^(?P=indent)```", re.MULTILINE | re.DOTALL
)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")
SHELLS = {"sh", "bash", "console", "shell"}


def documents() -> list[Path]:
    """Return the Markdown files under version control, those of packages aside."""
    listed = subprocess.run(["git", "ls-files", "-z", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def problems_of(path: Path) -> Iterator[str]:
    """Yield what is wrong in one document."""
    text = path.read_text()
    for found in FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        for problem in example_problems(found["language"], found["text"]):
            yield f"{path.relative_to(ROOT)}:{line}: {problem}"
    for link in LINK.findall(FENCE.sub("", text)):
        if not (path.parent / link).exists():
            yield f"{path.relative_to(ROOT)}: the link to {link} leads nowhere"


def example_problems(language: str, text: str) -> Iterator[str]:
    """Yield what is wrong with one example."""
    try:
        match language:
            case "json":
                json.loads(text)
            case "yaml":
                list(yaml.safe_load_all(text))
            case "toml":
                tomllib.loads(text)
            case "python":
                ast.parse(text)
            case _ if language in SHELLS:
                yield from shell_problems(text)
    except (ValueError, SyntaxError, yaml.YAMLError) as error:
        yield f"this is no {language}: {error}"


def shell_problems(text: str) -> Iterator[str]:
    """Yield the commands of Charter and make in a shell example that do not exist as they are shown."""
    for raw in text.replace("\\\n", " ").splitlines():
        line = raw.strip().removeprefix("$ ")
        for part in re.split(r"\|\||&&|[|;&]", line):
            try:
                words = shlex.split(part, comments=True)
            except ValueError:
                continue  # the middle of a quoted text over several lines
            while words and re.match(r"\w+=", words[0]):
                words.pop(0)
            if words[:1] == ["charter"]:
                yield from command_problems(words[1:])
            elif words[:1] == ["make"]:
                yield from target_problems(words[1:])


def command_problems(words: list[str]) -> Iterator[str]:
    """Yield why ``charter WORDS`` would be refused as wrong usage."""
    words = words[: next((index for index, word in enumerate(words) if word[:1] in {">", "<"}), len(words))]
    command: click.Command = cli
    context = click.Context(cli, info_name="charter")
    try:
        while isinstance(command, click.Group):
            if not words or words[0].startswith("-"):
                return
            name, words = words[0], words[1:]
            found = command.get_command(context, name)
            if found is None:
                yield f"there is no command {context.command_path} {name}"
                return
            command, context = found, click.Context(found, parent=context, info_name=name)
        command.make_context(context.info_name, list(words), parent=context.parent, resilient_parsing=False)
    except click.exceptions.Exit:
        return  # --help
    except click.UsageError as error:
        yield f"{context.command_path}: {error.format_message()}"


def target_problems(words: list[str]) -> Iterator[str]:
    """Yield the targets of make that do not exist."""
    known = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for word in words:
        if not word.startswith("-") and "=" not in word and word not in known:
            yield f"there is no target {word} of make"


def main() -> int:
    """Print what is wrong; returns the exit code."""
    paths = documents()
    problems = [problem for path in paths for problem in problems_of(path)]
    for problem in problems:
        print(problem)
    if not problems:
        print(f"The examples of {len(paths)} documents are possible.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
