"""Checks what no linter does: sizes of files and functions, names of files, and copies of code.

Usage: python scripts/tree.py
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
MAX_FILE_LINES = 1_000
MAX_FUNCTION_LINES = 80
MIN_COPIED_STATEMENTS = 6
NAMES_NOT_FOUND_YET = re.compile(r"(^|_)(utils?|helpers?|common|managers?|misc)$")
CODE = {".py", ".ts", ".tsx", ".js", ".mjs", ".css", ".sh", ".sql"}
GENERATED = re.compile(r"(^|/)generated/|package-lock\.json$|(^|/)openapi\.json$")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def tracked() -> list[Path]:
    """Return the files under version control."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    names = [name for name in listed.stdout.split("\0") if name and not GENERATED.search(name)]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def functions_of(path: Path) -> list[Function]:
    """Return the functions in a Python file, methods and inner ones included."""
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def sizes_and_names(path: Path) -> Iterator[str]:
    """Yield what is too long or badly named in one file."""
    name = path.relative_to(ROOT)
    lines = len(path.read_text().splitlines())
    if lines > MAX_FILE_LINES:
        yield f"{name}: {lines} lines; {MAX_FILE_LINES} at most"
    if NAMES_NOT_FOUND_YET.search(path.stem):
        yield f"{name}: {path.stem} says nothing about what is in it"
    if path.suffix != ".py" or name.parts[0] == "migrations":  # a migration is a list of tables
        return
    for function in functions_of(path):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > MAX_FUNCTION_LINES:
            yield f"{name}:{function.lineno}: {function.name} has {length} lines; {MAX_FUNCTION_LINES} at most"


def copies(paths: list[Path]) -> Iterator[str]:
    """Yield functions of the product whose bodies are equal, apart from docstrings."""
    places = defaultdict(list)
    for path in paths:
        for function in functions_of(path):
            body = [node for node in function.body if not _is_docstring(node)]
            if sum(isinstance(node, ast.stmt) for part in body for node in ast.walk(part)) >= MIN_COPIED_STATEMENTS:
                text = "\n".join(ast.dump(node) for node in body)
                places[text].append(f"{path.relative_to(ROOT)}:{function.lineno} {function.name}")
    for copied in places.values():
        if len(copied) > 1:
            yield f"the same code {len(copied)} times: {', '.join(copied)}"


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def main() -> int:
    """Print what is wrong; returns the exit code."""
    files = [path for path in tracked() if path.suffix in CODE]
    problems = [problem for path in files for problem in sizes_and_names(path)]
    problems += copies([path for path in files if path.suffix == ".py" and path.is_relative_to(ROOT / "charter")])
    for problem in problems:
        print(problem)
    if not problems:
        print(f"{len(files)} files are of a readable size, well named, and no copies of each other.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
