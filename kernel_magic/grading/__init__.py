"""Assignments as notebooks, and their grading: nbgrader's format, what students get, what came in, what it is worth.

Knows no model. Foreign code is run by the judge only, which comes in as an argument.
"""
