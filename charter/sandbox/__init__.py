"""Running code that nobody trusts. The only room that starts foreign code, and the only way it is started.

Standard library only inside (``inside.py``); outside bubblewrap, seccomp and resource limits
(docs/explanation/sandbox.md). Without them nothing runs.
"""
