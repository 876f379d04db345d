"""The command line: one file per subcommand. Parses, hands over, prints; no prompt and no verdict is made here."""
