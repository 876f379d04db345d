import sys

print("=", flush=True)
print(42, flush=True)
sys.exit(42)
