"""The system calls a run may make on aarch64 Linux, by name and number: the same ones as on x86_64.

Calls that this machine never had (`open`, `stat`, `poll`, `rename` …) have a newer form with the same meaning.
"""

from __future__ import annotations

AUDIT_ARCH = 0xC00000B7

ALLOWED = {
    "getcwd": 17, "eventfd2": 19, "epoll_create1": 20, "epoll_ctl": 21, "epoll_pwait": 22, "dup": 23, "dup3": 24,
    "flock": 32, "ftruncate": 46, "fallocate": 47, "faccessat": 48, "chdir": 49, "openat": 56, "close": 57,
    "pipe2": 59, "getdents64": 61, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66, "pread64": 67,
    "pwrite64": 68, "preadv": 69, "pwritev": 70, "sendfile": 71, "pselect6": 72, "ppoll": 73, "readlinkat": 78,
    "newfstatat": 79, "fstat": 80, "fsync": 82, "fdatasync": 83, "timerfd_create": 85, "timerfd_settime": 86,
    "timerfd_gettime": 87, "exit": 93, "exit_group": 94, "set_tid_address": 96, "futex": 98, "set_robust_list": 99,
    "nanosleep": 101, "getitimer": 102, "setitimer": 103, "timer_create": 107, "timer_gettime": 108,
    "timer_getoverrun": 109, "timer_settime": 110, "timer_delete": 111, "clock_gettime": 113, "clock_getres": 114,
    "clock_nanosleep": 115, "sched_getscheduler": 120, "sched_getparam": 121, "sched_getaffinity": 123,
    "sched_yield": 124, "sched_get_priority_max": 125, "sched_get_priority_min": 126, "sched_rr_get_interval": 127,
    "restart_syscall": 128, "sigaltstack": 132, "rt_sigsuspend": 133, "rt_sigaction": 134, "rt_sigprocmask": 135,
    "rt_sigpending": 136, "rt_sigtimedwait": 137, "rt_sigreturn": 139, "getpgid": 155, "getsid": 156,
    "getgroups": 158, "uname": 160, "getrlimit": 163, "setrlimit": 164, "getrusage": 165, "umask": 166,
    "getcpu": 168, "gettimeofday": 169, "getpid": 172, "getppid": 173, "getuid": 174, "geteuid": 175, "getgid": 176,
    "getegid": 177, "gettid": 178, "sysinfo": 179, "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222,
    "fadvise64": 223, "mprotect": 226, "msync": 227, "mincore": 232, "madvise": 233, "getrandom": 278,
    "membarrier": 283, "copy_file_range": 285, "preadv2": 286, "pwritev2": 287, "statx": 291, "rseq": 293,
    "faccessat2": 439, "epoll_pwait2": 441, "futex_waitv": 449,
}  # fmt: skip

FILES = {
    "mkdirat": 34, "unlinkat": 35, "renameat": 38, "renameat2": 276,
}  # fmt: skip

CONDITIONAL = {
    "fcntl": 25, "ioctl": 29, "kill": 129, "tgkill": 131, "prctl": 167, "socketpair": 199, "clone": 220,
    "prlimit64": 261,
}  # fmt: skip

NATIVE = {"execveat": 281}

COMPILER = {"waitid": 95, "execve": 221, "wait4": 260}

CLONE3 = 435
FIRST_MODERN = 424
X32_BIT: int | None = None
"""There is no second table of numbers on this machine."""
PIVOT_ROOT = 41
