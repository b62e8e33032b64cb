"""``charter``: finds the command, runs it, and turns refusals into one readable line and an exit code.

Exit codes: 0 good, 1 refused or failed, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import click

from charter import __version__
from charter.cli import output
from charter.core.errors import CharterError


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command is and what the overview says about it, so that the overview imports none of them."""

    target: str  # "module:attribute" below charter.cli
    summary: str
    section: str


_HERE, _ACCESS, _SHELL = "This installation", "Access", "Shell"
_AGENTS, _MODELS = "Agents", "Language models"

COMMANDS: dict[str, Entry] = {
    "up": Entry("process:up", "Start Charter and keep it running.", _HERE),
    "down": Entry("process:down", "Stop the Charter that runs on a data directory.", _HERE),
    "status": Entry("process:status", "Show whether Charter runs, and how its parts are.", _HERE),
    "doctor": Entry("doctor:doctor", "Check this installation and say how to mend what is wrong.", _HERE),
    "setup": Entry("setup:setup", "Make the first owner of an installation, on its host.", _HERE),
    "agent": Entry("agent:agent", "Make agents, look at them, and steer their versions.", _AGENTS),
    "run": Entry("run:run", "Run an agent on a text and print its answer.", _AGENTS),
    "chat": Entry("chat:chat", "Talk with an agent.", _AGENTS),
    "runs": Entry("run:runs", "Look at runs and steer them.", _AGENTS),
    "apply": Entry("apply:apply", "Make agents as files say.", _AGENTS),
    "diff": Entry("apply:diff", "Say what apply would change.", _AGENTS),
    "tool": Entry("tool:tool", "Write tools, try them in the sandbox, and publish them.", _AGENTS),
    "approval": Entry("approval:approval", "Answer for agents that ask before they call a tool.", _AGENTS),
    "workflow": Entry("workflow:workflow", "Deploy processes, run them, and steer their instances.", _AGENTS),
    "mcp": Entry("mcp:mcp", "Connect MCP servers and approve their tools.", _AGENTS),
    "openapi": Entry("openapi:openapi", "Make tools of OpenAPI documents.", _AGENTS),
    "model": Entry("model:model", "Look at the models that agents can use.", _MODELS),
    "provider": Entry("model:provider", "Connect companies and servers that offer models.", _MODELS),
    "route": Entry("model:route", "Say which models stand behind a name.", _MODELS),
    "login": Entry("login:login", "Keep an API key for a server, so that commands can use it.", _ACCESS),
    "logout": Entry("login:logout", "Forget the API key of a server.", _ACCESS),
    "member": Entry("member:member", "Invite, list and remove members.", _ACCESS),
    "session": Entry("session:session", "List signed-in browsers, and sign them out.", _ACCESS),
    "key": Entry("key:key", "Make, list and revoke API keys.", _ACCESS),
    "service-account": Entry("service_account:service_account", "Make principals that are no people.", _ACCESS),
    "sso": Entry("sso:sso", "Connect OpenID providers that people may sign in through.", _ACCESS),
    "access": Entry("access:access", "Ask who may do what, and why not.", _ACCESS),
    "role": Entry("access:role", "Make roles, and give them to users, keys and teams.", _ACCESS),
    "rule": Entry("access:rule", "Allow or deny single permissions.", _ACCESS),
    "team": Entry("access:team", "Put members into teams.", _ACCESS),
    "edge": Entry("edge:edge", "Say what every request must satisfy, and who is banned.", _ACCESS),
    "verify": Entry("verify:verify", "Prove that nothing crosses between tenants.", _ACCESS),
    "audit": Entry("audit:audit", "Search, export and verify the audit log.", _ACCESS),
    "budget": Entry("budget:budget", "Set hard limits on runs, agents, tokens and money.", _ACCESS),
    "usage": Entry("budget:usage", "Report what was used, by any dimension.", _ACCESS),
    "plan": Entry("plan:plan", "Make plans, and give tenants one.", _ACCESS),
    "tenant": Entry("tenant:tenant", "Make, suspend, resume and delete tenants.", _ACCESS),
    "guard": Entry("guard:guard", "Check texts with the guardrails, and see how good they are.", _ACCESS),
    "completion": Entry("completion:completion", "Print the completion script of a shell.", _SHELL),
}


class _LazyGroup(click.Group):
    """A group whose commands are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, _, attribute = entry.target.partition(":")
        command: click.Command = getattr(importlib.import_module(f"charter.cli.{module}"), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            close = output.closest(args[0], COMMANDS)
            hint = f" Did you mean {close}?" if close else " See charter --help."
            raise click.UsageError(f"There is no command {args[0]}.{hint}", ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        for section in dict.fromkeys(entry.section for entry in COMMANDS.values()):
            with formatter.section(section):
                formatter.write_dl(
                    [(name, entry.summary) for name, entry in COMMANDS.items() if entry.section == section]
                )


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="charter", message="%(prog)s %(version)s")
def cli() -> None:
    """Build, run, connect and govern AI agents.

    Commands that talk to a server take its address from CHARTER_URL (default http://127.0.0.1:8700) and the key from
    CHARTER_API_KEY, or from what charter login has kept. Every command takes --json.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in given
    try:
        result: Any = cli.main(given, prog_name="charter", standalone_mode=False)
    except CharterError as refusal:
        output.refuse(refusal, as_json=as_json)
        return 1
    except click.UsageError as error:
        output.misused(error, as_json=as_json)
        return 2
    except click.ClickException as error:
        click.echo(f"charter: {error.format_message()}", err=True)
        return 1
    except (click.Abort, KeyboardInterrupt):
        return 130
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    sys.exit(main())
