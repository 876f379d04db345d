"""Any two numbers with the sum of the input."""

import sys

total = int(open(sys.argv[1]).read())
words = open(sys.argv[2]).read().split()
if len(words) != 2:
    print(f"{len(words)} numbers instead of 2", file=sys.stderr)
    sys.exit(2)
sys.exit(0 if sum(map(int, words)) == total else 1)
