"""The sandbox's test of itself: an honest job works, and what must not work does not."""

from __future__ import annotations

from charter.sandbox.jobs import Outcome

ENTRY = "probe"
CODE = """
import os, socket

def probe():
    found = []
    def tried(name, act):
        try:
            act()
        except OSError:
            return
        found.append(name)
    tried("processes can be made", lambda: os.fork() or os._exit(0))
    tried("programs can be run", lambda: os.execv("/bin/true", ["true"]))
    tried("the network can be reached", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))
    tried("files of this machine can be read", lambda: open("/etc/passwd").close())
    tried("processes of this machine can be seen", lambda: os.listdir("/proc"))
    tried("files can be written outside /tmp", lambda: open("/app/x", "w").close())
    if os.environ:
        found.append("the environment is not empty")
    if os.getuid() != 65534:
        found.append("the user is not nobody")
    with open("/tmp/x", "w") as file:
        file.write("works")
    return found
"""


def verdict(outcome: Outcome) -> tuple[bool, str]:
    """Return whether the sandbox holds, and a sentence about it."""
    if outcome.failure is not None:
        return False, f"the test of the sandbox failed: {outcome.failure.message}"
    if outcome.result != []:
        return False, f"the sandbox does not hold: {'; '.join(map(str, outcome.result))}"
    return True, "bubblewrap, seccomp and limits hold"


def advice(said: str) -> str:
    """Return what to do when the sandbox cannot be started, from what bubblewrap said."""
    first = said.splitlines()[0] if said else "no reason given"
    if any(word in said for word in ("user namespace", "uid map", "Operation not permitted", "NEWUSER")):
        fix = "in a container permit unshare; on Ubuntu install the AppArmor profile of bwrap"
        return f"user namespaces are not allowed here ({first}): {fix}"
    return f"bubblewrap does not start: {first}"
