"""Attacks on the sandbox. Each is foreign code that returns what it got hold of, or asks for what it must not get.

The code of a probe has ``CANARY`` (a text that only the host knows), and the names of what the host put out as bait;
``sc(number, ...)`` makes a system call past the standard library (x86-64 numbers) and returns minus the error.
"""

from __future__ import annotations

from dataclasses import dataclass

HELPERS = '''
import ctypes, errno, os, socket, sys, threading, time
_libc = ctypes.CDLL(None, use_errno=True)
def sc(number, *arguments):
    ctypes.set_errno(0)
    done = _libc.syscall(ctypes.c_long(number), *[a if isinstance(a, (bytes, ctypes._SimpleCData, ctypes.Array)) or a is None
        else ctypes.c_long(a) for a in arguments])
    return -ctypes.get_errno() if done == -1 else done
def refused(number, *arguments):
    """True when the kernel was not even asked: seccomp said no."""
    return sc(number, *arguments) in (-errno.EPERM, -errno.ENOSYS)
def works(act):
    try:
        return act()
    except (OSError, ValueError, RuntimeError, ImportError) as error:
        return None
'''


@dataclass(frozen=True)
class Probe:
    """One attack.

    Attributes:
        body: of ``def probe():``; contained means that it returns nothing (None, False, [], "").
        stopped: instead of a result, the job is ended by one of these.
    """

    name: str
    body: str
    stopped: tuple[str, ...] = ()


def _lines(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.strip().splitlines())


def code_of(probe: Probe, bait: dict[str, object]) -> str:
    """Return the code of a probe, told where the bait is."""
    told = "".join(f"{name} = {value!r}\n" for name, value in bait.items())
    return f"{HELPERS}\n{told}\ndef probe():\n{_lines(probe.body)}\n"


def _reads(name: str, path: str) -> Probe:
    return Probe(name, f"return works(lambda: open({path}).read())")


def _calls(name: str, *arguments: object) -> Probe:
    return Probe(name, f"return not refused({', '.join(map(str, arguments))})")


PROBES: list[Probe] = [
    # Files of the host
    _reads("host file: the users", '"/etc/passwd"'),
    _reads("host file: bait by its name", "BAIT_FILE"),
    _reads("host file: the kernel log", '"/dev/kmsg"'),
    _reads("host file: the disk", '"/dev/sda"'),
    _reads("host file: by way of a relative path", '"../../../../../../" + BAIT_FILE'),
    Probe("host file: searched for", """
found = [folder for folder, _, files in os.walk("/") if os.path.basename(BAIT_FILE) in files]
return found"""),
    Probe("host file: homes", 'return [d for d in ("/root", "/home", "/work", "/var", "/srv", "/opt") if os.path.exists(d)]'),
    Probe("host file: a symbolic link to it", """
os.symlink(BAIT_FILE, "/tmp/link")
return works(lambda: open("/tmp/link").read())"""),
    Probe("host file: a hard link to it", 'return works(lambda: os.link(BAIT_FILE, "/tmp/link") or os.listdir("/tmp"))'),
    Probe("host file: opened by a handle", 'return not refused(304, -100, b"x" * 64, 0)'),
    Probe("host file: through what is open already", """
found = []
for fd in range(3, 256):
    try:
        os.fstat(fd)
    except OSError:
        continue
    kind = os.fstat(fd).st_mode & 0o170000
    if kind == 0o040000 or (kind == 0o100000 and os.pread(fd, 4, 0)):
        found.append(fd)
return found"""),
    # What processes know
    Probe("environment: its own", "return [key for key in os.environ if key not in ('PWD', 'LC_CTYPE')]"),
    Probe("environment: in its memory", """
import gc
return [o for o in gc.get_objects() if isinstance(o, dict) and any("".join(CANARY) in v for v in o.values() if isinstance(v, str))]"""),
    _reads("environment: of process 1", '"/proc/1/environ"'),
    _reads("environment: of itself", '"/proc/self/environ"'),
    Probe("environment: of any process", 'return [p for p in os.listdir("/proc")] if os.path.isdir("/proc") else []'),
    Probe("environment: the start's own words", """
end = ctypes.c_char_p.in_dll(_libc, "program_invocation_name").value
return "".join(CANARY).encode() in (end or b"")"""),
    # The network
    Probe("network: a service on loopback", 'return works(lambda: socket.create_connection(("127.0.0.1", BAIT_PORT), 2).recv(100).decode())'),
    Probe("network: a service on loopback, IPv6", 'return works(lambda: socket.create_connection(("::1", BAIT_PORT), 2).recv(100).decode())'),
    Probe("network: datagrams", 'return works(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", BAIT_PORT)))'),
    Probe("network: cloud metadata", 'return works(lambda: socket.create_connection(("169.254.169.254", 80), 2))'),
    Probe("network: names", 'return works(lambda: socket.getaddrinfo("example.org", 80))'),
    Probe("network: raw sockets", "return [f for f in (2, 10, 16, 17, 38, 40, 44) if sc(41, f, 3, 0) >= 0]"),
    Probe("network: sockets past the library", "return [f for f in range(2, 46) if sc(41, f, 1, 0) >= 0 or sc(41, f, 2, 0) >= 0]"),
    Probe("network: a socket file of the host", """
s = socket.socket(socket.AF_UNIX)
return works(lambda: s.connect(BAIT_SOCKET) or s.recv(100).decode())"""),
    Probe("network: an abstract socket of the host", """
s = socket.socket(socket.AF_UNIX)
return works(lambda: s.connect("\\0" + BAIT_ABSTRACT) or s.recv(100).decode())"""),
    Probe("network: urllib without hosts", """
import urllib.request
return works(lambda: urllib.request.urlopen(f"http://127.0.0.1:{BAIT_PORT}/").read().decode())"""),
    Probe("network: urllib, a file", """
import urllib.request
return works(lambda: urllib.request.urlopen("file://" + BAIT_FILE).read().decode())"""),
    # Processes
    Probe("processes: fork", """
pid = works(os.fork)
if pid == 0:
    os._exit(0)
return pid"""),
    Probe("processes: a bomb", """
count = 0
for _ in range(1000):
    pid = works(os.fork)
    if pid == 0:
        os._exit(0)
    count += pid is not None
return count"""),
    Probe("processes: fork past the library", "return not (refused(57) and refused(58))"),
    Probe("processes: clone without thread", "return not refused(56, 17, None, None, None, None)"),
    Probe("processes: clone with namespaces", "return not refused(56, 0x10000000 | 17, None, None, None, None)"),
    Probe("processes: clone3", "return sc(435, (ctypes.c_ulong * 11)(), 88) != -errno.ENOSYS"),
    Probe("processes: spawn", 'return works(lambda: os.posix_spawn("/bin/true", ["true"], {}))'),
    Probe("processes: another program", 'return works(lambda: os.execv(sys.executable, [sys.executable, "-c", "pass"]))'),
    Probe("processes: another program past the library", """
path = sys.executable.encode()
return not (refused(59, path, None, None) and refused(322, -100, path, None, None, 0))"""),
    Probe("processes: subprocess", """
import subprocess
return works(lambda: subprocess.run(["/bin/ls", "/"], capture_output=True).stdout.decode())"""),
    Probe("processes: somebody else's ended", """
return [p for p in (BAIT_PID, os.getppid()) if works(lambda: os.kill(p, 9) or True) and p != os.getppid()]"""),
    Probe("processes: all ended", "return works(lambda: os.kill(-1, 0))"),
    Probe("processes: traced", "return not refused(101, 16, BAIT_PID, 0, 0)"),
    Probe("processes: read", "return not refused(310, BAIT_PID, None, 0, None, 0, 0)"),
    Probe("processes: written", "return not refused(311, BAIT_PID, None, 0, None, 0, 0)"),
    Probe("processes: held by descriptor", "return not (refused(434, BAIT_PID, 0) and refused(438, 0, 0, 0))"),
    Probe("processes: a signal past the process's end", """
import signal
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGXCPU):
    signal.signal(number, signal.SIG_IGN)
while True:
    pass""", ("cpu", "wall")),
    # Namespaces, mounts, devices
    _calls("namespaces: unshare", 272, "0x10000000"),
    _calls("namespaces: setns", 308, 3, 0),
    Probe("namespaces: a new user", "return _libc.unshare(0x10000000) == 0"),
    _calls("mounts: mount", 165, 'b"none"', 'b"/tmp"', 'b"tmpfs"', 0, "None"),
    _calls("mounts: umount", 166, 'b"/tmp"', 0),
    Probe("mounts: the new way", 'return [n for n in (428, 429, 430, 431, 432, 433, 442) if not refused(n, 0, b"x", 0, 0, 0)]'),
    _calls("mounts: pivot_root", 155, 'b"/tmp"', 'b"/tmp"'),
    _calls("mounts: chroot", 161, 'b"/tmp"'),
    Probe("devices: a new one", 'return works(lambda: os.mknod("/tmp/disk", 0o060666, os.makedev(8, 0)) or True)'),
    Probe("devices: the terminal", "return [r for r in (0x5412, 0x541C) if sc(16, 0, r, b'x') != -errno.EPERM]"),
    _reads("kernel settings: read", '"/proc/sys/kernel/hostname"'),
    Probe("kernel settings: core_pattern", 'return works(lambda: open("/proc/sys/kernel/core_pattern", "w").write("|/bin/sh"))'),
    Probe("kernel settings: sysfs", 'return works(lambda: os.listdir("/sys"))'),
    Probe("kernel settings: cgroups", 'return works(lambda: open("/sys/fs/cgroup/x", "w"))'),
    # System calls that have been holes before
    Probe("system calls: keyrings", 'return not (refused(248, b"user", b"x", b"y", 1, -3) and refused(250, 0, -3, 0) and refused(249, b"user", b"x", None, 0))'),
    _calls("system calls: bpf", 321, 0, "None", 0),
    _calls("system calls: perf_event_open", 298, "None", 0, -1, -1, 0),
    _calls("system calls: userfaultfd", 323, 0),
    _calls("system calls: io_uring", 425, 4, "None"),
    _calls("system calls: modules", 313, 0, 'b""', 0),
    _calls("system calls: kexec", 246, 0, 0, "None", 0),
    _calls("system calls: reboot", 169, "0xfee1dead", 672274793, 0, "None"),
    _calls("system calls: clocks", 227, 0, "None"),
    _calls("system calls: host name", 170, 'b"x"', 1),
    _calls("system calls: personality", 135, "0x0040000"),
    _calls("system calls: quota and accounting", 163, "None"),
    Probe("system calls: another architecture's numbers", """
sc(0x40000000 + 39)
return "still here\"""", ("crashed",)),
    Probe("powers: root", "return [f.__name__ for f in (os.setuid, os.setgid) if works(lambda: f(0) or True)]"),
    Probe("powers: limits raised", """
import resource
found = []
for what in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC):
    soft, hard = resource.getrlimit(what)
    if hard == -1 or works(lambda: resource.setrlimit(what, (hard + 1, hard + 1)) or True):
        found.append(what)
return found"""),
    Probe("powers: capabilities", """
data = (ctypes.c_uint32 * 6)()
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
sc(125, header, data)
return sum(data)"""),
    # Using it all up
    Probe("memory: one object", 'return len("x" * (10 << 30))', ("memory",)),
    Probe("memory: many objects", """
kept = []
while True:
    kept.append(bytearray(1 << 20))""", ("memory",)),
    Probe("memory: mapped", """
import mmap
kept = []
try:
    while True:
        kept.append(mmap.mmap(-1, 64 << 20))
except (OSError, ValueError, MemoryError):
    return max(len(kept) * 64 - 256, 0)"""),
    Probe("memory: files in memory", "return not refused(319, b'x', 0)"),
    Probe("memory: shared by System V", "return not (refused(29, 0, 1 << 30, 0o1600) and refused(64, 0, 1, 0o1600) and refused(68, 0, 0o1600))"),
    Probe("memory: message queues", 'return not refused(240, b"x", 0o102, 0o600, None)'),
    Probe("memory: a number", "return len(str(10 ** (10 ** 9)))", ("memory", "cpu", "wall")),
    Probe("memory: shared memory files", 'return works(lambda: open("/dev/shm/x", "wb").write(b"x"))'),
    Probe("threads: a bomb", """
count = 0
stop = threading.Event()
try:
    for _ in range(5000):
        threading.Thread(target=stop.wait, daemon=True).start()
        count += 1
except (RuntimeError, MemoryError):
    pass
return max(count - 64, 0)"""),
    Probe("disk: one file", """
with open("/tmp/x", "wb") as file:
    while True:
        file.write(b"x" * (1 << 20))""", ("disk", "crashed")),
    Probe("disk: many files", """
for number in range(100):
    with open(f"/tmp/{number}", "wb") as file:
        file.write(b"x" * (1 << 20))
return "wrote 100 MB\"""", ("disk", "crashed")),
    Probe("disk: outside /tmp", """
found = []
for folder in ("/", "/app", "/usr", "/usr/lib", "/dev", "/etc", "/lib", "/var", os.path.dirname(os.__file__)):
    if works(lambda: open(folder + "/x", "w").close() or True):
        found.append(folder)
return found"""),
    Probe("output: printed for ever", """
while True:
    print("x" * 1000)""", ("output",)),
    Probe("output: printed for ever, errors swallowed", """
while True:
    try:
        print("x" * 100000)
    except:
        pass""", ("cpu", "wall", "output")),
    Probe("output: past the library", """
while True:
    os.write(2, b"x" * 100000)""", ("wall", "cpu", "crashed")),
    Probe("output: a large result", 'return "x" * (5 << 20)', ("output",)),
    Probe("time: a loop", "while True: pass", ("cpu", "wall")),
    Probe("time: loops in threads", """
def loop():
    while True: pass
for _ in range(8):
    threading.Thread(target=loop, daemon=True).start()
loop()""", ("cpu", "wall")),
    Probe("time: on other cores than it was put on", "return [c for c in (0, 1) if works(lambda: os.sched_setaffinity(0, {c}) or True)]"),
    Probe("time: at a higher priority", "return [n for n in (-1, -20) if works(lambda: os.setpriority(os.PRIO_PROCESS, 0, n) or True)]"),
    Probe("time: in a session of its own", "return works(os.setsid)"),
    Probe("time: under another scheduler", "return [n for n in (144, 314) if not refused(n, 0, 0, ctypes.create_string_buffer(64), 0)]"),
    Probe("time: sleep", "time.sleep(1000)", ("wall",)),
    Probe("time: stopped", "os.kill(os.getpid(), 19); time.sleep(1000)", ("wall",)),
    Probe("time: a regular expression", 'import re; return re.match("(a+)+$", "a" * 40 + "b") is not None', ("cpu", "wall")),
    # Forged answers
    Probe("answers: a forged result", """
import json, struct
frame = json.dumps({"nonce": "0" * 32}).encode()
os.write(CHANNEL, struct.pack(">II", len(frame), 8) + frame + b'"forged"')
time.sleep(0.3)
return "late\"""", ("result",)),
    Probe("answers: a frame without an end", 'os.write(CHANNEL, b"\\x00\\xff\\xff\\xff"); time.sleep(1000)', ("wall", "result")),
    Probe("answers: a frame larger than memory", 'os.write(CHANNEL, b"\\xff\\xff\\xff\\xff" + b"x" * 1000); time.sleep(1000)', ("result",)),
    Probe("answers: an object that takes long to read", """
body = b'{"a":[' + b"1," * 4000000 + b"1]}"
os.write(CHANNEL, len(body).to_bytes(4, "big") + bytes(4) + body); time.sleep(1000)""", ("result",)),
    Probe("answers: no JSON", 'os.write(CHANNEL, b"\\x00\\x00\\x00\\x04\\x00\\x00\\x00\\x00{{{{"); time.sleep(1000)', ("result",)),
    Probe("answers: no object", 'os.write(CHANNEL, b"\\x00\\x00\\x00\\x02\\x00\\x00\\x00\\x00[]"); time.sleep(1000)', ("result",)),
    Probe("answers: deeper than the reader", """
body = b'{"a":' * 10000
os.write(CHANNEL, len(body).to_bytes(4, "big") + bytes(4) + body); time.sleep(1000)""", ("result", "wall")),
    Probe("answers: a request to a host, by hand", """
import json, struct
frame = json.dumps({"egress": ["GET", f"http://127.0.0.1:{BAIT_PORT}/", []]}).encode()
os.write(CHANNEL, struct.pack(">II", len(frame), 0) + frame)
size, _ = struct.unpack(">II", os.read(CHANNEL, 8))
return "refused" not in os.read(CHANNEL, size).decode()"""),
    Probe("answers: requests to hosts without end", """
import json, struct
frame = json.dumps({"egress": ["GET", "http://a.example/", []]}).encode()
frames = (struct.pack(">II", len(frame), 0) + frame) * 1000
threading.Thread(target=lambda: [os.read(CHANNEL, 1 << 16) for _ in iter(int, 1)], daemon=True).start()
while True:
    os.write(CHANNEL, frames)""", ("wall", "cpu")),
    Probe("answers: the channel closed", "os.close(CHANNEL); time.sleep(1000)", ("crashed", "cpu", "wall")),
    Probe("answers: gone without one", "os._exit(0)", ("crashed",)),
    Probe("answers: crashed", "ctypes.string_at(0)", ("crashed",)),
    Probe("answers: not a number", 'return float("nan")', ("result",)),
    Probe("answers: infinity in a list", 'return [1, float("inf")]', ("result",)),
    Probe("answers: half a character", 'return "\\ud800"', ("result",)),
    Probe("answers: contains itself", "a = []; a.append(a); return a", ("result",)),
    Probe("answers: nested deeply", """
value = 1
for _ in range(200):
    value = [value]
return value""", ("result",)),
    Probe("answers: a thing", "return object()", ("result",)),
    Probe("answers: an exception that cannot be shown", """
class Evil(Exception):
    def __str__(self):
        raise SystemExit(0)
raise Evil""", ("raised",)),
    Probe("answers: an exception with a huge text", 'raise ValueError("x" * (50 << 20))', ("raised", "output", "memory")),
    # Afterwards
    Probe("afterwards: a thread goes on", """
def later():
    time.sleep(0.5)
    os.write(CHANNEL, b"late")
threading.Thread(target=later, daemon=False).start()
return None"""),
    Probe("afterwards: what the last one left", """
found = os.listdir("/tmp")
open("/tmp/left", "w").write("x")
return found"""),
    Probe("afterwards: what the last one left, again", 'return os.listdir("/tmp")'),
    Probe("afterwards: modules changed", """
import json
changed = getattr(json, "charter_was_here", False)
json.charter_was_here = True
return changed"""),
    Probe("afterwards: modules changed, again", 'import json; return getattr(json, "charter_was_here", False)'),
]  # fmt: skip
