"""``python -m charter.cli.supervisor``: started by ``charter up``, which becomes it."""

from __future__ import annotations

import sys

from charter.cli.supervisor.plan import Plan
from charter.cli.supervisor.supervisor import Supervisor

if __name__ == "__main__":
    sys.exit(Supervisor(Plan.from_arguments()).run())
