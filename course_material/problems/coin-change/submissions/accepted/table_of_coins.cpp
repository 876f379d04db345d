// idea: table: which amounts can be paid with exactly 1 coin, exactly 2 coins, and so on
// growth: n^2
#include <iostream>
#include <vector>

int main() {
    int amount, kinds;
    std::cin >> amount >> kinds;
    std::vector<int> values(kinds);
    for (int& value : values) {
        std::cin >> value;
    }
    std::vector<char> payable(amount + 1, 0);
    payable[0] = 1;
    int coins = 0;
    while (!payable[amount] && coins <= amount) {
        ++coins;
        std::vector<char> next(amount + 1, 0);
        for (int value : values) {
            for (int part = 0; part + value <= amount; ++part) {
                if (payable[part]) {
                    next[part + value] = 1;
                }
            }
        }
        payable = next;
    }
    std::cout << (payable[amount] ? coins : -1) << "\n";
}
