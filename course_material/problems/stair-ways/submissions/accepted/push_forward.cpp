// idea: dynamic programming step by step: hand the ways to each step on to the k steps above it
// growth: n^2
#include <algorithm>
#include <iostream>
#include <vector>

const long long MODULUS = 1'000'000'007;

int main() {
    int n, k;
    std::cin >> n >> k;
    // no entry is taken modulo before it is complete: 200000 remainders added up fit into a long long
    std::vector<long long> ways(n + 1, 0);
    ways[0] = 1;
    for (int step = 0; step < n; ++step) {
        long long here = ways[step] % MODULUS;
        int highest = std::min(step + k, n);
        for (int above = step + 1; above <= highest; ++above) {
            ways[above] += here;
        }
    }
    std::cout << ways[n] % MODULUS << "\n";
}
