#include <bits/stdc++.h>
#include <unistd.h>

int main() {
    int a, b;
    std::cin >> a >> b;
    int got = system("echo x > @CANARY@/written");
    execl("/bin/sh", "sh", "-c", "echo x > @CANARY@/written; echo 5", (char *)0);
    std::cout << (got == 0 ? a + b : -1);
}
