import re
import sys

given, _, _ = sys.argv[1:4]
n = int(open(given).read())
tokens = sys.stdin.read().split()
if len(tokens) != 2 or not all(re.fullmatch(r"[1-9]\d{0,9}", token) for token in tokens):
    sys.exit(43)
sys.exit(42 if int(tokens[0]) + int(tokens[1]) == n else 43)
