// idea: table of parcels and sums (which loads the first parcels can make, then back from the last row)
// growth: n^2
#include <cstdio>
#include <vector>

int main() {
    int n;
    if (std::scanf("%d", &n) != 1) return 1;
    std::vector<int> weight(n);
    int total = 0;
    for (int &w : weight) {
        if (std::scanf("%d", &w) != 1) return 1;
        total += w;
    }
    const int half = total / 2;
    // can[i][load]: the first i parcels can make this load
    std::vector<std::vector<char>> can(n + 1, std::vector<char>(half + 1, 0));
    can[0][0] = 1;
    for (int i = 0; i < n; i++) {
        for (int load = 0; load <= half; load++) {
            can[i + 1][load] = can[i][load] || (load >= weight[i] && can[i][load - weight[i]]);
        }
    }
    if (total % 2 == 1 || !can[n][half]) {
        std::puts("impossible");
        return 0;
    }
    std::vector<int> left;
    int load = half;
    for (int i = n; i > 0; i--) {
        if (can[i - 1][load]) continue;  // the load can do without parcel i
        left.push_back(i);
        load -= weight[i - 1];
    }
    std::printf("%zu\n", left.size());
    for (int parcel : left) std::printf("%d ", parcel);
    std::puts("");
}
