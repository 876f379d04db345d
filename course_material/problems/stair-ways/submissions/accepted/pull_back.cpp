// idea: dynamic programming: add up the ways to the k steps below, for each step anew
// growth: n^2
#include <algorithm>
#include <iostream>
#include <vector>

const long long MODULUS = 1'000'000'007;

int main() {
    int n, k;
    std::cin >> n >> k;
    std::vector<long long> ways(n + 1, 0);
    ways[0] = 1;
    for (int step = 1; step <= n; ++step) {
        long long sum = 0;
        for (int below = std::max(0, step - k); below < step; ++below) {
            sum += ways[below];
        }
        ways[step] = sum % MODULUS;
    }
    std::cout << ways[n] << "\n";
}
