// idea: nearest village next (take in the village with the shortest bridge, found by looking at all of them)
// growth: n^2
#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

int main() {
    int n, m;
    if (std::scanf("%d %d", &n, &m) != 2) return 1;
    std::vector<std::vector<std::pair<int, int>>> bridges(n + 1);
    for (int i = 0; i < m; i++) {
        int a, b, w;
        if (std::scanf("%d %d %d", &a, &b, &w) != 3) return 1;
        bridges[a].push_back({b, w});
        bridges[b].push_back({a, w});
    }
    const int far = 1000000;
    std::vector<int> shortest(n + 1, far);  // the shortest bridge to the village from those taken in
    std::vector<bool> taken(n + 1, false);
    shortest[1] = 0;
    int longest = 0;
    while (!taken[n]) {
        int next = 0;
        for (int village = 1; village <= n; village++) {
            if (!taken[village] && (next == 0 || shortest[village] < shortest[next])) next = village;
        }
        if (shortest[next] == far) {
            std::puts("impossible");
            return 0;
        }
        taken[next] = true;
        longest = std::max(longest, shortest[next]);
        for (auto [village, w] : bridges[next]) shortest[village] = std::min(shortest[village], w);
    }
    std::printf("%d\n", longest);
}
