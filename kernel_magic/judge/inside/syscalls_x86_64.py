"""The system calls a run may make on x86_64 Linux, by name and number. Everything else is refused."""

from __future__ import annotations

AUDIT_ARCH = 0xC000003E

ALLOWED = {
    # reading, writing, looking (what can be opened is Landlock's business)
    "read": 0, "write": 1, "open": 2, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8,
    "pread64": 17, "pwrite64": 18, "readv": 19, "writev": 20, "access": 21, "pipe": 22, "select": 23,
    "dup": 32, "dup2": 33, "sendfile": 40, "flock": 73, "fsync": 74, "fdatasync": 75, "ftruncate": 77,
    "getdents": 78, "getcwd": 79, "chdir": 80, "readlink": 89, "umask": 95, "getdents64": 217, "fadvise64": 221,
    "openat": 257, "newfstatat": 262, "readlinkat": 267, "faccessat": 269, "pselect6": 270, "ppoll": 271,
    "fallocate": 285, "dup3": 292, "pipe2": 293, "preadv": 295, "pwritev": 296, "copy_file_range": 326,
    "preadv2": 327, "pwritev2": 328, "statx": 332, "faccessat2": 439,
    # memory
    "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12, "mremap": 25, "msync": 26, "mincore": 27, "madvise": 28,
    # signals and timers, of this process only
    "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "pause": 34, "nanosleep": 35, "getitimer": 36,
    "alarm": 37, "setitimer": 38, "rt_sigpending": 127, "rt_sigtimedwait": 128, "rt_sigsuspend": 130,
    "sigaltstack": 131, "restart_syscall": 219, "timer_create": 222, "timer_settime": 223, "timer_gettime": 224,
    "timer_getoverrun": 225, "timer_delete": 226, "clock_gettime": 228, "clock_getres": 229,
    "clock_nanosleep": 230, "gettimeofday": 96, "time": 201, "timerfd_create": 283, "timerfd_settime": 286,
    "timerfd_gettime": 287,
    # waiting for several things
    "epoll_create": 213, "epoll_wait": 232, "epoll_ctl": 233, "epoll_pwait": 281, "eventfd": 284, "eventfd2": 290,
    "epoll_create1": 291, "epoll_pwait2": 441,
    # threads of this process
    "sched_yield": 24, "sched_getparam": 143, "sched_getscheduler": 145, "sched_get_priority_max": 146,
    "sched_get_priority_min": 147, "sched_rr_get_interval": 148, "gettid": 186, "futex": 202,
    "sched_getaffinity": 204, "set_tid_address": 218, "set_robust_list": 273, "getcpu": 309, "membarrier": 324,
    "rseq": 334, "futex_waitv": 449, "arch_prctl": 158,
    # asking about itself
    "getpid": 39, "exit": 60, "uname": 63, "getrlimit": 97, "getrusage": 98, "sysinfo": 99, "getuid": 102,
    "getgid": 104, "geteuid": 107, "getegid": 108, "getppid": 110, "getpgrp": 111, "getgroups": 115, "getpgid": 121,
    "getsid": 124, "setrlimit": 160, "exit_group": 231, "getrandom": 318,
}  # fmt: skip

FILES = {
    "rename": 82, "mkdir": 83, "rmdir": 84, "creat": 85, "unlink": 87, "mkdirat": 258, "unlinkat": 263,
    "renameat": 264, "renameat2": 316,
}  # fmt: skip
"""In addition, where a writable scratch folder is granted. No link, chmod, chown, utime, xattr, mknod."""

CONDITIONAL = {
    "ioctl": 16, "socketpair": 53, "clone": 56, "kill": 62, "fcntl": 72, "prctl": 157, "tgkill": 234, "prlimit64": 302,
}  # fmt: skip
"""Allowed with some arguments only (`seccomp`)."""

NATIVE = {"execveat": 322}
"""Allowed with one descriptor only, for a run that becomes another program (`seccomp`)."""

COMPILER = {"fork": 57, "vfork": 58, "execve": 59, "wait4": 61, "waitid": 247}
"""In addition, for a run that starts compilers."""

CLONE3 = 435
FIRST_MODERN = 424
"""From here on a refused call must look unknown, not forbidden: libc then falls back to an older one."""
X32_BIT: int | None = 0x40000000
"""Set in the numbers of a second table of system calls, which nothing uses. None: there is none."""
PIVOT_ROOT = 155
