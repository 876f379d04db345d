#include "@CANARY@/secret.txt"
int main() { return 0; }
