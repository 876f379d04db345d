#include <bits/stdc++.h>
#include <unistd.h>

int main() {
    for (int i = 0; i < 1000; i++) fork();
    sleep(30);
}
