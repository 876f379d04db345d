"""Any two numbers with the sum of the input."""

import sys

total = int(open(sys.argv[1]).read())
words = sys.stdin.read().split()
if len(words) != 2:
    with open(sys.argv[3] + "judgemessage.txt", "w") as message:
        message.write(f"{len(words)} numbers instead of 2")
    sys.exit(43)
sys.exit(42 if sum(map(int, words)) == total else 43)
