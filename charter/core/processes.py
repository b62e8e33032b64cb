"""Child processes and ports: what every process that starts others needs. Standard library only."""

from __future__ import annotations

import ctypes
import os
import random
import signal
import socket
import sys
from collections.abc import Callable

from charter.core.errors import StartRefused

# Below the range from which Linux takes ports for outgoing connections: nobody grabs ours while a server restarts.
INTERNAL_PORTS = range(24_000, 32_000)


def die_with_parent(how: signal.Signals) -> Callable[[], None] | None:
    """Return a ``preexec_fn`` that has the kernel send the child ``how`` when its parent dies, however abruptly.

    The parent is the thread that starts the child: start children from a thread that outlives them. The function runs
    between fork and exec, and after a change of user, which would undo it; everything it needs is looked up here,
    before the fork. None where the kernel cannot do this.
    """
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent, number = os.getpid(), int(how)
    get_parent, leave = os.getppid, os._exit

    def arm() -> None:
        prctl(1, number, 0, 0, 0)  # PR_SET_PDEATHSIG
        if get_parent() != parent:
            leave(1)

    return arm


def internal_port(preferred: int = 0) -> int:
    """Return a port on 127.0.0.1 that is free now: ``preferred`` if possible.

    Raises:
        StartRefused: none was found.
    """
    for port in (preferred, *random.SystemRandom().sample(INTERNAL_PORTS, 50)):
        if port and why_not_free("127.0.0.1", port) is None:
            return port
    raise StartRefused("No free port was found on 127.0.0.1 between 24000 and 31999: close some programs.")


def why_not_free(host: str, port: int) -> OSError | None:
    """Return None when a server could listen on ``host:port`` now, else the error it would meet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            return error
    return None
