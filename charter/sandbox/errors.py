"""Why the sandbox does not run something."""


class SandboxUnavailable(Exception):
    """There is no sandbox on this machine; the text says why and what to do. Nothing runs without one."""
