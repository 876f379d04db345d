static char filler[1 << 30] = {1};
int main() { return filler[12345]; }
