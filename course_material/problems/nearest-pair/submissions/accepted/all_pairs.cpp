// idea: all pairs (brute force; quick enough only in a compiled language)
// growth: n^2
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

int main() {
    int n;
    if (std::scanf("%d", &n) != 1) return 1;
    std::vector<double> x(n), y(n);
    for (int i = 0; i < n; i++) {
        if (std::scanf("%lf %lf", &x[i], &y[i]) != 2) return 1;
    }
    double best = 1e18;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) {
            double across = x[i] - x[j], up = y[i] - y[j];
            best = std::min(best, across * across + up * up);
        }
    }
    std::printf("%.9f\n", std::sqrt(best));
}
