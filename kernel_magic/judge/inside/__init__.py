"""What is loaded inside the sandbox: standard library only, no expected value, no secret.

`start` is run by path in a fresh interpreter and becomes the zygote (`zygote`), which forks one `child` per run.
"""
