#include <bits/stdc++.h>
#include <unistd.h>

int main() {
    std::ifstream file("@CANARY@/secret.txt");
    std::string text((std::istreambuf_iterator<char>(file)), {});
    std::cout << text;
}
