"""Charter: build, run, connect and govern AI agents."""

__version__ = "0.1.0"
