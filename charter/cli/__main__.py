"""``python -m charter.cli``: the same as the command ``charter``."""

import sys

from charter.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
