import sys

sys.stdout.buffer.write(b"\xff\xfe\x00 5 \x1b[2J 9" + b"9" * 5000 + b"\n")
