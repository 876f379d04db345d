"""Statements in plain English about a traced run: true, false with what was seen, or *cannot tell*. Never a guess.

A sentence is read by a closed grammar (`wording`, `read`): what it does not read to the last word it does not judge.
What was read is held against the trace (`values_seen`, `counts_seen`, `outcomes_seen`); where a sentence can mean
several things (which loop, which call of the function, before or after the line), all of them must give one answer.
A trace that was cut settles only what its recorded part settles.
"""
