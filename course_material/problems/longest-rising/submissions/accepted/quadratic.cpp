// idea: dynamic programming (the longest rise that ends at each tree, from all trees before it)
// growth: n^2
#include <algorithm>
#include <cstdio>
#include <vector>

int main() {
    int n;
    if (std::scanf("%d", &n) != 1) return 1;
    std::vector<int> height(n), longest(n);  // longest[i]: the most ribbons when tree i gets the last one
    int answer = 0;
    for (int i = 0; i < n; i++) {
        if (std::scanf("%d", &height[i]) != 1) return 1;
        int best = 0;
        for (int j = 0; j < i; j++) {
            if (height[j] < height[i]) best = std::max(best, longest[j]);
        }
        longest[i] = best + 1;
        answer = std::max(answer, longest[i]);
    }
    std::printf("%d\n", answer);
}
