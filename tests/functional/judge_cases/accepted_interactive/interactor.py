"""Higher, lower: eleven guesses at a number up to 1000."""

import sys

secret = int(open(sys.argv[1]).read())
for _ in range(11):
    line = sys.stdin.readline()
    if not line:
        break
    guess = int(line)
    if guess == secret:
        print("correct", flush=True)
        sys.exit(42)
    print("lower" if guess > secret else "higher", flush=True)
print("it was not found", file=sys.stderr)
sys.exit(43)
