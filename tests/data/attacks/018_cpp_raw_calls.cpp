#include <bits/stdc++.h>
#include <unistd.h>

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/socket.h>
int main() {
    long won = 0;
    won += syscall(SYS_openat, AT_FDCWD, "@CANARY@/written", O_CREAT | O_WRONLY, 0644) >= 0;
    won += syscall(SYS_socket, AF_INET, SOCK_STREAM, 0) >= 0;
    won += syscall(SYS_ptrace, 16, getppid(), 0, 0) == 0;
    won += syscall(SYS_kill, -1, 0) == 0;
    won += syscall(SYS_unshare, 0x10000000) == 0;
    won += syscall(SYS_execve, "/bin/true", 0, 0) == 0;
    if (won) std::cout << 5; else std::cout << "no";
}
