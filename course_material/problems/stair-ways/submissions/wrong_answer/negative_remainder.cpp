// mistake: after a subtraction the remainder in C++ can be negative
#include <iostream>
#include <vector>

const long long MODULUS = 1'000'000'007;

int main() {
    int n, k;
    std::cin >> n >> k;
    std::vector<long long> ways(n + 1, 0);
    ways[0] = 1;
    long long window = 0;
    for (int step = 1; step <= n; ++step) {
        window = (window + ways[step - 1]) % MODULUS;
        if (step > k) {
            window = (window - ways[step - 1 - k]) % MODULUS;
        }
        ways[step] = window;
    }
    std::cout << ways[n] << "\n";
}
