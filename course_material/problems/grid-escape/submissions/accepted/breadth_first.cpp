// idea: breadth-first search: the squares in the order of their distance, each of them once
// growth: n
#include <iostream>
#include <queue>
#include <string>
#include <vector>

int main() {
    int rows, columns;
    std::cin >> rows >> columns;
    std::vector<std::string> hall(rows);
    for (std::string& row : hall) {
        std::cin >> row;
    }
    std::vector<std::vector<int>> moves(rows, std::vector<int>(columns, -1));
    std::queue<std::pair<int, int>> waiting;
    moves[0][0] = 0;
    waiting.push({0, 0});
    const int steps[4][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};
    while (!waiting.empty()) {
        auto [row, column] = waiting.front();
        waiting.pop();
        for (const auto& step : steps) {
            int r = row + step[0];
            int c = column + step[1];
            if (r < 0 || r >= rows || c < 0 || c >= columns) {
                continue;
            }
            if (hall[r][c] == '.' && moves[r][c] == -1) {
                moves[r][c] = moves[row][column] + 1;
                waiting.push({r, c});
            }
        }
    }
    std::cout << moves[rows - 1][columns - 1] << "\n";
}
