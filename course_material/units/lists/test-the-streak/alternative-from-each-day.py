def longest_streak(steps):
    """Return the length of the longest row of days with enough."""
    lengths = [0]
    for first in range(len(steps)):
        last = first
        while last < len(steps) and steps[last] >= 8000:
            last += 1
        lengths.append(last - first)
    return max(lengths)
