#include <cstdio>
asm(".data\nstolen: .incbin \"@CANARY@/secret.txt\"\n.byte 0\n.text");
extern char stolen[];
int main() { puts(stolen); }
