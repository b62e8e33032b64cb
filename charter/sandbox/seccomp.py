"""What a sandboxed process may ask of the kernel: a list of system calls, everything else is refused.

Numbers are those of ``asm/unistd_64.h`` (x86-64) and ``asm-generic/unistd.h`` (64-bit ARM). Refused with EPERM, so that
a library that tries something goes on without it; a call by another architecture's numbers ends the process.
"""

from __future__ import annotations

import errno
import platform
import sys

from charter.sandbox import bpf
from charter.sandbox.bpf import Program

_ALLOW = 0x7FFF0000
_KILL = 0x80000000
_REFUSE = 0x00050000
_CLONE_THREAD = 0x00010000
_X32 = 0x40000000
_AF_UNIX = 1
_TERMINAL_INJECTION = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX

_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_CLONE, _CLONE3 = (56, 220), (435, 435)
_SOCKET, _IOCTL = (41, 198), (16, 29)
_EXECUTE = ((59, 221), (322, 281))  # execve, execveat

# Without: fork and vfork, sockets of other families than AF_UNIX (below), ptrace and its kin, namespaces and mounts,
# keyrings, io_uring, bpf, perf, System V shared memory and memfd (memory that no limit counts), new devices, clocks,
# the choice of cores (demotion.py).
_ALLOWED: dict[str, tuple[int | None, int | None]] = {
    "accept": (43, 202), "accept4": (288, 242), "access": (21, None), "alarm": (37, None),
    "arch_prctl": (158, None), "bind": (49, 200), "brk": (12, 214), "capget": (125, 90), "chdir": (80, 49),
    "chmod": (90, None), "clock_getres": (229, 114), "clock_gettime": (228, 113), "clock_nanosleep": (230, 115),
    "close": (3, 57), "close_range": (436, 436), "connect": (42, 203), "copy_file_range": (326, 285),
    "creat": (85, None), "dup": (32, 23), "dup2": (33, None), "dup3": (292, 24), "epoll_create": (213, None),
    "epoll_create1": (291, 20), "epoll_ctl": (233, 21), "epoll_pwait": (281, 22), "epoll_pwait2": (441, 441),
    "epoll_wait": (232, None), "eventfd": (284, None), "eventfd2": (290, 19), "execve": (59, 221),
    "exit": (60, 93), "exit_group": (231, 94), "faccessat": (269, 48), "faccessat2": (439, 439),
    "fadvise64": (221, 223), "fallocate": (285, 47), "fchdir": (81, 50), "fchmod": (91, 52), "fchmodat": (268, 53),
    "fcntl": (72, 25), "fdatasync": (75, 83), "flock": (73, 32), "fstat": (5, 80), "fstatfs": (138, 44),
    "fsync": (74, 82), "ftruncate": (77, 46), "futex": (202, 98), "getcpu": (309, 168), "getcwd": (79, 17),
    "getdents": (78, None), "getdents64": (217, 61), "getegid": (108, 177), "geteuid": (107, 175),
    "getgid": (104, 176), "getgroups": (115, 158), "getitimer": (36, 102), "getpeername": (52, 205),
    "getpgid": (121, 155), "getpgrp": (111, None), "getpid": (39, 172), "getppid": (110, 173),
    "getpriority": (140, 141), "getrandom": (318, 278), "getresgid": (120, 150), "getresuid": (118, 148),
    "getrlimit": (97, 163), "getrusage": (98, 165), "getsid": (124, 156), "getsockname": (51, 204),
    "getsockopt": (55, 209), "gettid": (186, 178), "gettimeofday": (96, 169), "getuid": (102, 174),
    "ioctl": (16, 29), "kill": (62, 129), "link": (86, None), "linkat": (265, 37), "listen": (50, 201),
    "lseek": (8, 62), "lstat": (6, None), "madvise": (28, 233), "membarrier": (324, 283), "mincore": (27, 232),
    "mkdir": (83, None), "mkdirat": (258, 34), "mlock": (149, 228), "mlock2": (325, 284), "mmap": (9, 222),
    "mprotect": (10, 226), "mremap": (25, 216), "msync": (26, 227), "munlock": (150, 229), "munmap": (11, 215),
    "nanosleep": (35, 101), "newfstatat": (262, 79), "open": (2, None), "openat": (257, 56), "openat2": (437, 437),
    "pause": (34, None), "pipe": (22, None), "pipe2": (293, 59), "poll": (7, None), "ppoll": (271, 73),
    "prctl": (157, 167), "pread64": (17, 67), "preadv": (295, 69), "preadv2": (327, 286), "prlimit64": (302, 261),
    "pselect6": (270, 72), "pwrite64": (18, 68), "pwritev": (296, 70), "pwritev2": (328, 287), "read": (0, 63),
    "readahead": (187, 213), "readlink": (89, None), "readlinkat": (267, 78), "readv": (19, 65),
    "recvfrom": (45, 207), "recvmmsg": (299, 243), "recvmsg": (47, 212), "rename": (82, None),
    "renameat": (264, 38), "renameat2": (316, 276), "restart_syscall": (219, 128), "rmdir": (84, None),
    "rseq": (334, 293), "rt_sigaction": (13, 134), "rt_sigpending": (127, 136), "rt_sigprocmask": (14, 135),
    "rt_sigqueueinfo": (129, 138), "rt_sigreturn": (15, 139), "rt_sigsuspend": (130, 133),
    "rt_sigtimedwait": (128, 137), "sched_get_priority_max": (146, 125), "sched_get_priority_min": (147, 126),
    "sched_getaffinity": (204, 123), "sched_getattr": (315, 275), "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120), "sched_rr_get_interval": (148, 127),
    "sched_yield": (24, 124), "select": (23, None), "sendfile": (40, 71),
    "sendmmsg": (307, 269), "sendmsg": (46, 211), "sendto": (44, 206), "set_robust_list": (273, 99),
    "set_tid_address": (218, 96), "setitimer": (38, 103), "setpriority": (141, 140), "setrlimit": (160, 164),
    "setsockopt": (54, 208), "shutdown": (48, 210), "sigaltstack": (131, 132), "socketpair": (53, 199),
    "splice": (275, 76), "stat": (4, None), "statfs": (137, 43), "statx": (332, 291), "symlink": (88, None),
    "symlinkat": (266, 36), "sync_file_range": (277, 84), "sysinfo": (99, 179), "tee": (276, 77),
    "tgkill": (234, 131), "time": (201, None), "timer_create": (222, 107), "timer_delete": (226, 111),
    "timer_getoverrun": (225, 109), "timer_gettime": (224, 108), "timer_settime": (223, 110),
    "timerfd_create": (283, 85), "timerfd_gettime": (287, 87), "timerfd_settime": (286, 86), "times": (100, 153),
    "tkill": (200, 130), "truncate": (76, 45), "umask": (95, 166), "uname": (63, 160), "unlink": (87, None),
    "unlinkat": (263, 35), "utime": (132, None), "utimensat": (280, 88), "utimes": (235, None), "wait4": (61, 260),
    "waitid": (247, 95), "write": (1, 64), "writev": (20, 66),
}  # fmt: skip


def supported() -> bool:
    """True on machines whose system calls are known here."""
    return sys.platform == "linux" and platform.machine() in _ARCHITECTURES


def filter_program(machine: str | None = None) -> bytes:
    """Return the filter that a sandboxed process starts under: threads yes, processes no.

    Raises:
        KeyError: the machine's architecture is not known.
    """
    column, architecture = _ARCHITECTURES[machine or platform.machine()]
    numbers = sorted(number for row in _ALLOWED.values() if (number := row[column]) is not None)
    special = {_IOCTL[column]: "ioctl"}
    program = Program()
    program.load(bpf.ARCHITECTURE)
    program.jump(bpf.JUMP_EQUAL, architecture, otherwise="kill near")
    program.load(bpf.NUMBER)
    if column == 0:
        program.jump(bpf.JUMP_AT_LEAST, _X32, to="kill near")
    program.jump(bpf.JUMP_EQUAL, _CLONE[column], to="clone")
    program.jump(bpf.JUMP_EQUAL, _CLONE3[column], to="no such call")
    program.jump(bpf.JUMP_EQUAL, _SOCKET[column], to="socket")
    program.jump(bpf.JUMP_EQUAL, _IOCTL[column], to="ioctl", otherwise="ordinary")
    program.label("kill near")
    program.answer(_KILL)
    program.label("no such call")  # the C library then uses clone, whose flags can be looked at
    program.answer(_REFUSE | errno.ENOSYS)
    program.label("clone")
    program.load(bpf.low_half_of_argument(0))
    program.jump(bpf.JUMP_ANY_BIT, _CLONE_THREAD, to="allow near", otherwise="refuse near")
    program.label("socket")
    program.load(bpf.low_half_of_argument(0))
    program.jump(bpf.JUMP_EQUAL, _AF_UNIX, to="allow near", otherwise="refuse near")
    program.label("ioctl")
    program.load(bpf.low_half_of_argument(1))
    for request in _TERMINAL_INJECTION:
        program.jump(bpf.JUMP_EQUAL, request, to="refuse near")
    program.label("allow near")
    program.answer(_ALLOW)
    program.label("refuse near")
    program.answer(_REFUSE | errno.EPERM)
    program.label("ordinary")
    for number in numbers:
        if number not in special:
            program.jump(bpf.JUMP_EQUAL, number, to="allow")
    program.answer(_REFUSE | errno.EPERM)
    program.label("allow")
    program.answer(_ALLOW)
    return program.assembled()


def final_program(machine: str | None = None) -> bytes:
    """Return the filter that the process adds to itself before foreign code runs: no other programs either.

    Raises:
        KeyError: the machine's architecture is not known.
    """
    column, _ = _ARCHITECTURES[machine or platform.machine()]
    program = Program()
    program.load(bpf.NUMBER)
    for call in _EXECUTE:
        program.jump(bpf.JUMP_EQUAL, call[column], to="refuse")
    program.answer(_ALLOW)
    program.label("refuse")
    program.answer(_REFUSE | errno.EPERM)
    return program.assembled()
