#define TEN(x) x x x x x x x x x x
int main() {
    TEN(TEN(TEN(TEN(undeclared();))))
}
