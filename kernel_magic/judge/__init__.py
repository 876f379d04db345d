"""Running foreign code and saying what happened. Knows no model and no notebook.

`local.LocalJudge` is the judge; `contract` reads contract files. Everything under `inside` is standard library only
and is the one part of this package that is loaded into the processes that run foreign code.
"""
