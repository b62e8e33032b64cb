"""Attacks on the second tier: what a function does, and the failure that it must end with."""

from __future__ import annotations

TRANSFORM_PROBES = {
    "endless loop": ("while True:\n        pass", "cpu"),
    "endless loop at the top": ("return 1\nwhile True:\n    pass", "cpu"),
    "memory": ("return len('a' * 10**10)", "memory"),
    "memory of lists": ("x = [0]\n    while True:\n        x = x + x", "memory"),
    "a number too large": ("return len(str(10 ** 100000000))", "memory"),
    "recursion": ("return run()", "RecursionError"),
    "a host file": ("return open('/etc/passwd').read()", "raised"),
    "a path": ("from pathlib import Path\n    return Path('/etc/passwd').read_text()", "raised"),
    "listing a folder": ("from pathlib import Path\n    return [str(p) for p in Path('/').iterdir()]", "raised"),
    "writing a file": ("open('/tmp/x', 'w').write('x')\n    return 1", "raised"),
    "the environment": ("import os\n    return dict(os.environ)", "raised"),
    "a variable": ("import os\n    return os.getenv('PATH') or 1 / 0", "raised"),
    "a command": ("import os\n    return os.system('id')", "raised"),
    "a process": ("import subprocess\n    return subprocess.run(['id'])", "raised"),
    "a socket": ("import socket\n    return socket.socket()", "raised"),
    "a request": ("import urllib.request\n    return urllib.request.urlopen('http://127.0.0.1')", "raised"),
    "the interpreter": ("import sys\n    return sys.modules", "raised"),
    "native code": ("import ctypes\n    return 1", "raised"),
    "classes of everything": ("return ().__class__.__bases__[0].__subclasses__()", "raised"),
    "code in a text": ("return eval('open(\"/etc/passwd\").read()')", "raised"),
    "a function of the host": ("return fetch('http://127.0.0.1')", "raised"),
    "endless output": ("while True:\n        print('x' * 1000)", "output"),
    "a result too large": ("return 'x' * 50000", "output"),
    "no JSON": ("return {1, 2}", "raised"),
    "not a number": ("return float('nan')", "result"),
    "a result that is printed": ("print('\\x32\\x10\\x12\\x0e{\"forged\": 1}')\n    raise ValueError('x')", "raised"),
}
