import re
import sys

text = sys.stdin.read()
lines = text.split("\n")
if len(lines) != 3 or lines[2] != "" or not re.fullmatch(r"[1-9]\d{0,3}", lines[0]):
    sys.exit(43)
numbers = lines[1].split(" ")
ok = 2 <= int(lines[0]) <= 3000 and len(numbers) == int(lines[0])
ok = ok and all(re.fullmatch(r"0|[1-9]\d{0,6}", token) and int(token) <= 10**6 for token in numbers)
sys.exit(42 if ok else 43)
