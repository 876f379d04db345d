print(7, 0)
raise SystemExit(42)
