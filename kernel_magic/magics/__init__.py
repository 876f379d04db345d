"""`%%coder` and `%coder`: parse, hand over to the session, show. No prompt, no verdict and no file format here."""
