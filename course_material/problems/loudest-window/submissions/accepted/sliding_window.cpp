// idea: sliding window
// growth: n
#include <cstdio>
#include <vector>

int main() {
    int n, k;
    if (std::scanf("%d %d", &n, &k) != 2) return 1;
    std::vector<int> numbers(n);
    int total = 0, best = 0;
    for (int i = 0; i < n; i++) {
        if (std::scanf("%d", &numbers[i]) != 1) return 1;
        total += numbers[i];
        if (i >= k) total -= numbers[i - k];
        if (i == k - 1 || (i >= k && total > best)) best = total;
    }
    std::printf("%d\n", best);
}
