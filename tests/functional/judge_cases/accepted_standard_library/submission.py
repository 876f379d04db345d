import collections, datetime, fractions, heapq, itertools, re, statistics, decimal

def f():
    return dict(collections.Counter(itertools.chain('ab', 'b'))), str(fractions.Fraction(1, 3)), datetime.date(2024, 2, 29).isoformat()
