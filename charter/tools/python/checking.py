"""Checking the code of a tool without running it: what is wrong, in which line, and what to do about it."""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from charter.sandbox.transforms import MODULES
from charter.tools.python.credentials import looks_assigned, secret_in
from charter.tools.python.signature import Signature, SignatureReader
from charter.tools.schemas import ToolProblem

MAXIMUM_CODE_BYTES = 100_000
_MAXIMUM_NODES = 30_000
_METHOD = "run"
_NO_PROCESSES = "The sandbox has no other processes."
_NO_NETWORK = "Name the hosts it may reach in the tool's settings and use urllib.request or http.client."
_FORBIDDEN_MODULES = {
    "subprocess": _NO_PROCESSES,
    "multiprocessing": f"{_NO_PROCESSES} Threads work.",
    "pty": _NO_PROCESSES,
    "ctypes": "Native code cannot be reviewed; use Python.",
    "cffi": "Native code cannot be reviewed; use Python.",
    "importlib": "Import what you need by its name, so that it can be checked.",
    "runpy": "Import what you need by its name, so that it can be checked.",
    "imp": "Import what you need by its name, so that it can be checked.",
    "pickle": "Loading a pickle runs whatever is in it; use json.",
    "marshal": "Loading it can run code; use json.",
    "shelve": "Loading it runs whatever is in it; use json.",
    "code": "Code that is made while it runs cannot be reviewed.",
    "codeop": "Code that is made while it runs cannot be reviewed.",
    "gc": "The insides of the interpreter are not for tools.",
    "faulthandler": "The insides of the interpreter are not for tools.",
    "sys": "",
}
_FORBIDDEN_CALLS = {
    "eval": "Code that is made while it runs cannot be reviewed; for data use json.loads or ast.literal_eval.",
    "exec": "Code that is made while it runs cannot be reviewed.",
    "compile": "Code that is made while it runs cannot be reviewed.",
    "__import__": "Import what you need by its name, so that it can be checked.",
    "breakpoint": "There is nobody to answer a debugger.",
    "input": "There is nobody to answer; take an argument instead.",
    "globals": "Name what you mean.",
}
_FORBIDDEN_ATTRIBUTES = frozenset(
    {
        "__subclasses__", "__globals__", "__builtins__", "__code__", "__closure__", "__bases__", "__mro__",
        "__loader__", "__reduce__", "__reduce_ex__", "gi_frame",
        "f_globals", "f_locals", "f_back", "tb_frame", "cr_frame",
    }
)  # fmt: skip
_FORBIDDEN_IN_OS = frozenset(
    {"system", "popen", "fork", "forkpty", "kill", "killpg", "setuid", "setgid", "startfile", "_exit", "abort"}
)


@dataclass(frozen=True)
class PythonTool:
    """What was read from the code of a tool.

    Attributes:
        entry: the function to call, or the class whose method ``run`` is called; None when there is none.
        is_class: the entry is a class.
        wants_network: it imports something that talks to hosts.
    """

    entry: str | None
    is_class: bool
    signature: Signature
    problems: list[ToolProblem]
    wants_network: bool = False

    @property
    def valid(self) -> bool:
        """True when nothing keeps it from being run."""
        return all(problem.severity != "error" for problem in self.problems)


_NOTHING = Signature("", {"type": "object", "properties": {}}, None)


def check(
    code: str, *, entry: str | None = None, packages: Collection[str] = (), is_transform: bool = False
) -> PythonTool:
    """Read and check the code of a tool.

    Args:
        entry: the name of the function or class to call; left out: the only public one, or the last.
        packages: modules beyond the standard library that tools of this installation can import.
        is_transform: it is for the second tier, which knows a part of Python only.
    """
    problems: list[ToolProblem] = []
    if (size := len(code.encode("utf-8", "surrogatepass"))) > MAXIMUM_CODE_BYTES:
        message = f"The code is {size} bytes; {MAXIMUM_CODE_BYTES} are allowed."
        problems.append(_problem("python.size", None, message, "Split it into several tools."))
        return PythonTool(None, False, _NOTHING, problems)
    tree = _parsed(code, problems)
    if tree is None:
        return PythonTool(None, False, _NOTHING, problems)
    checker = _Checker(problems, frozenset(packages))
    checker.visit(tree)
    found, function, method = _entry_of(tree, entry, problems)
    signature = _NOTHING
    if function is not None and found is not None:
        classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
        reader = SignatureReader(classes, checker.complain)
        text = ast.get_docstring(function) or (ast.get_docstring(classes[found]) if method else None)
        signature = reader.read(function, method=method, text=text)
    if is_transform:
        _check_transform(tree, function, is_class=method, problems=problems)
    ordered = sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0))
    return PythonTool(found, method, signature, ordered, checker.wants_network)


def _parsed(code: str, problems: list[ToolProblem]) -> ast.Module | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
    except SyntaxError as error:
        where = ast.Pass(lineno=error.lineno or 1, col_offset=max((error.offset or 1) - 1, 0))
        message = f"This is no Python {sys.version_info[0]}.{sys.version_info[1]}: {error.msg}."
        problems.append(_problem("python.syntax", where, message, "Correct the line, or the one before it."))
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        message = f"The code cannot be read: {str(error) or type(error).__name__}."
        problems.append(_problem("python.syntax", None, message, "Remove unusual characters and deep nesting."))
    else:
        if sum(1 for _ in ast.walk(tree)) > _MAXIMUM_NODES:
            message = f"The code has more than {_MAXIMUM_NODES} parts."
            problems.append(_problem("python.size", None, message, "Split it into several tools."))
            return None
        return tree
    return None


def _check_transform(tree: ast.Module, entry: ast.AST | None, *, is_class: bool, problems: list[ToolProblem]) -> None:
    if is_class or isinstance(entry, ast.AsyncFunctionDef):
        message = "A transform is a plain function, neither a class nor async."
        problems.append(_problem("python.transform", entry, message, "Write def, or choose the full tier."))
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            if name.partition(".")[0] not in MODULES:
                fix = f"Import only {', '.join(sorted(MODULES))}, or choose the full tier."
                problems.append(_problem("python.transform", node, f"Transforms cannot import {name}.", fix))
        if isinstance(node, ast.Yield | ast.YieldFrom):
            message = "Transforms know no generators made with yield."
            problems.append(_problem("python.transform", node, message, "Return a list."))


def _entry_of(
    tree: ast.Module, wanted: str | None, problems: list[ToolProblem]
) -> tuple[str | None, ast.FunctionDef | ast.AsyncFunctionDef | None, bool]:
    """Return the name of what is called, its function, and whether that is a method."""
    found: dict[str, tuple[ast.FunctionDef | ast.AsyncFunctionDef, bool]] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            found[node.name] = (node, False)
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            run = _method_of(node)
            if run is not None:
                found[node.name] = (run, True)
    name = wanted or (next(reversed(found)) if found else None)
    if name is None or name not in found:
        what = f"There is no public function or class {wanted!r}" if wanted else "There is nothing to call"
        fix = f"Write def my_tool(...) -> ..., or a class with a method {_METHOD}, at the top level."
        problems.append(_problem("python.entry", None, f"{what}.", fix))
        return None, None, False
    function, method = found[name]
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in _own_nodes(function)):
        message = f"{name} is a generator; a tool returns one value."
        problems.append(_problem("python.entry", function, message, "Collect the values in a list and return that."))
    return name, function, method


def _method_of(class_: ast.ClassDef) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    for node in class_.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == _METHOD:
            return node
    return None


def _own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function without those of functions inside it."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def _problem(rule: str, node: ast.AST | None, message: str, fix: str | None, *, warning: bool = False) -> ToolProblem:
    return ToolProblem(
        rule=rule,
        severity="warning" if warning else "error",
        line=getattr(node, "lineno", None),
        column=getattr(node, "col_offset", -1) + 1 if node is not None else None,
        message=message,
        fix=fix,
    )


_NETWORK_MODULES = frozenset(
    {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "xmlrpc", "socketserver",
     "requests", "httpx", "aiohttp"}
)  # fmt: skip


@dataclass
class _Checker(ast.NodeVisitor):
    """Walks over the code and notes what a tool may not have in it."""

    problems: list[ToolProblem]
    packages: frozenset[str]
    wants_network: bool = False
    _noted: set[tuple[str, int, str]] = field(default_factory=set)

    def complain(self, rule: str, node: ast.AST, message: str, fix: str, *, warning: bool = False) -> None:
        key = (rule, getattr(node, "lineno", 0), message)
        if key not in self._noted:
            self._noted.add(key)
            self.problems.append(_problem(rule, node, message, fix, warning=warning))

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._imported(node, alias.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.level:
            fix = "A tool is one file: put what it needs into it."
            self.complain("python.import", node, "There is no package around a tool.", fix)
            return
        module = node.module or ""
        self._imported(node, module)
        for alias in node.names:
            if alias.name == "*":
                self.complain("python.import", node, f"from {module} import * hides what is used.", "Name each thing.")
            elif module == "os" and alias.name in _FORBIDDEN_IN_OS:
                self.complain("python.forbidden", node, f"os.{alias.name} is not for tools.", _NO_PROCESSES)
            elif module == "urllib" and alias.name == "request":
                self.wants_network = True

    def _imported(self, node: ast.AST, module: str) -> None:
        top = module.partition(".")[0]
        if why := _FORBIDDEN_MODULES.get(top):
            self.complain("python.forbidden", node, f"{top} is not for tools.", why)
        elif top not in sys.stdlib_module_names and top not in self.packages:
            known = f" There are: {', '.join(sorted(self.packages))}." if self.packages else ""
            message = f"The module {top} is not installed for tools.{known}"
            fix = "Use the standard library, or ask the operator of this installation to allow the package."
            self.complain("python.import", node, message, fix)
        if top in _NETWORK_MODULES and module not in {"urllib", "urllib.parse", "http"}:
            self.wants_network = True

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and (why := _FORBIDDEN_CALLS.get(node.func.id)):
            self.complain("python.forbidden", node, f"{node.func.id}() is not for tools.", why)
        for keyword in node.keywords:
            if keyword.arg and looks_assigned(keyword.arg, keyword.value):
                self._secret(keyword.value, "a secret")
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr in _FORBIDDEN_ATTRIBUTES:
            message = f".{node.attr} reaches into the interpreter."
            self.complain("python.forbidden", node, message, "Use the public interface of the object.")
        elif isinstance(node.value, ast.Name) and node.value.id == "os":
            forbidden = node.attr in _FORBIDDEN_IN_OS or node.attr.startswith(("exec", "spawn", "posix_spawn"))
            if forbidden:
                self.complain("python.forbidden", node, f"os.{node.attr} is not for tools.", _NO_PROCESSES)
            elif node.attr in {"environ", "getenv"}:
                fix = "Take it as an argument, or let the egress proxy add credentials (see the tool's settings)."
                message = "The environment is empty in the sandbox."
                self.complain("python.environment", node, message, fix, warning=True)
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in {"__builtins__", "__loader__", "__spec__"}:
            message = f"{node.id} reaches into the interpreter."
            self.complain("python.forbidden", node, message, "Name what you mean.")

    def visit_Assign(self, node: ast.Assign) -> None:
        if any(looks_assigned(target, node.value) for target in node.targets):
            self._secret(node.value, "a secret")
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None and looks_assigned(node.target, node.value):
            self._secret(node.value, "a secret")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and (what := secret_in(node.value)):
            self._secret(node, what)

    def visit_Try(self, node: ast.Try) -> None:
        for handler in node.handlers:
            if handler.type is None:
                message = "A bare except also catches what ends the tool."
                self.complain("python.bare-except", handler, message, "Catch what you expect.", warning=True)
        self.generic_visit(node)

    def _secret(self, node: ast.AST, what: str) -> None:
        fix = "Store it as a credential of the tool: the egress proxy adds it to requests, and code never sees it."
        # Never the secret itself: problems are stored and shown.
        self.complain("python.secret", node, f"This looks like {what}.", fix)
