"""Functions whose growth is known, and what they are called with: the labelled set of `growth_models.py`.

`label` is the growth of the processor time in n as the theory has it; None where it is none of the nine models (and so
must not be decided), with `truth` for what it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from kernel_magic.core.growth import GrowthModel

NUMBERS = "def make_args(n, rng):\n    return ([rng.randrange(1_000_000_000) for _ in range(n)],)\n"
ORDERED = "def make_args(n, rng):\n    return (sorted(rng.randrange(1_000_000_000) for _ in range(n)),)\n"
SEARCH = """\
def make_args(n, rng):
    values = sorted(rng.randrange(1_000_000_000) for _ in range(n))
    return values, rng.choice(values)
"""
SIZE = "def make_args(n, rng):\n    return (n,)\n"
TEXT = "def make_args(n, rng):\n    return (''.join(rng.choice('abcdefgh') for _ in range(n)),)\n"
FLOATS = "def make_args(n, rng):\n    return ([rng.random() for _ in range(n)],)\n"
TWO_TEXTS = """\
def make_args(n, rng):
    return tuple(''.join(rng.choice('abcd') for _ in range(n)) for _ in range(2))
"""
SQUARE = """\
def make_args(n, rng):
    return tuple([[rng.randrange(10) for _ in range(n)] for _ in range(n)] for _ in range(2))
"""
POINTS = "def make_args(n, rng):\n    return ([(rng.random(), rng.random()) for _ in range(n)],)\n"
GRAPH = """\
def make_args(n, rng):
    neighbours = [[] for _ in range(n)]
    for node in range(1, n):
        for other in {rng.randrange(node), rng.randrange(node)}:
            neighbours[node].append(other)
            neighbours[other].append(node)
    return (neighbours,)
"""
DISTANCES = """\
def make_args(n, rng):
    return ([[rng.randrange(1, 100) for _ in range(n)] for _ in range(n)],)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One function, what it is called with, and what its growth is."""

    name: str
    label: GrowthModel | None
    inputs: str
    source: str
    truth: str = ""


def _one(label: GrowthModel | None, inputs: str, source: str, truth: str = "") -> Labelled:
    name = source.split("def ", 1)[1].split("(", 1)[0] if source.startswith("def ") else _last_name(source)
    return Labelled(name=name, label=label, inputs=inputs, source=source, truth=truth)


def _last_name(source: str) -> str:
    return source.rsplit("\ndef ", 1)[1].split("(", 1)[0]


CONSTANT = (
    _one("1", NUMBERS, "def middle(xs):\n    return xs[len(xs) // 2]\n"),
    _one("1", NUMBERS, "def push_and_pop(xs):\n    xs.append(1)\n    return xs.pop()\n"),
    _one("1", SIZE, "def triangular(n):\n    return n * (n + 1) // 2\n"),
    _one(
        "1",
        "def make_args(n, rng):\n    table = {i: i * i for i in range(n)}\n    return table, rng.randrange(n)\n",
        "def look_up(table, key):\n    return table.get(key, -1)\n",
    ),
    _one(
        "1", NUMBERS, "def first_ten(xs):\n    total = 0\n    for x in xs[:10]:\n        total += x\n    return total\n"
    ),
)
LOGARITHMIC = (
    _one(
        "log n",
        SEARCH,
        """\
def binary_search(xs, wanted):
    low, high = 0, len(xs)
    while low < high:
        middle = (low + high) // 2
        if xs[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low
""",
    ),
    _one(
        "log n",
        SEARCH,
        """\
def search_recursively(xs, wanted, low=0, high=None):
    if high is None:
        high = len(xs)
    if low >= high:
        return low
    middle = (low + high) // 2
    if xs[middle] < wanted:
        return search_recursively(xs, wanted, middle + 1, high)
    return search_recursively(xs, wanted, low, middle)
""",
    ),
    _one(
        "log n",
        SIZE,
        """\
def power_mod(n):
    result, base = 1, 3
    while n:
        if n & 1:
            result = result * base % 1_000_007
        base = base * base % 1_000_007
        n >>= 1
    return result
""",
    ),
    _one(
        "log n",
        SIZE,
        "def digits(n):\n    count = 0\n    while n:\n        n //= 2\n        count += 1\n    return count\n",
    ),
    _one(
        "log n",
        SEARCH,
        "import bisect\n\n\ndef bisect_library(xs, wanted):\n    return bisect.bisect_left(xs, wanted)\n",
    ),
)
LINEAR = (
    _one("n", NUMBERS, "def total(xs):\n    result = 0\n    for x in xs:\n        result += x\n    return result\n"),
    _one("n", NUMBERS, "def built_in_sum(xs):\n    return sum(xs)\n"),
    _one("n", NUMBERS, "def distinct(xs):\n    return len(set(xs))\n"),
    _one(
        "n",
        TEXT,
        """\
def count_letters(text):
    counts = {}
    for letter in text:
        counts[letter] = counts.get(letter, 0) + 1
    return counts
""",
    ),
    _one(
        "n",
        NUMBERS,
        """\
def two_sum(xs):
    seen = {}
    for place, x in enumerate(xs):
        if -1 - x in seen:
            return seen[-1 - x], place
        seen[x] = place
    return None
""",
    ),
    _one(
        "n",
        NUMBERS,
        """\
def best_run(xs):
    best = here = xs[0]
    for x in xs[1:]:
        here = max(x, here + x)
        best = max(best, here)
    return best
""",
    ),
    _one(
        "n",
        SIZE,
        """\
memory = {}


def climb(n):
    if n < 2:
        return 1
    if n not in memory:
        memory[n] = (climb(n - 1) + climb(n - 2)) % 1_000_007
    return memory[n]
""",
    ),
    _one("n", TEXT, "def reverse_text(text):\n    return ''.join(reversed(text)).upper()\n"),
    _one(
        "n",
        GRAPH,
        """\
from collections import deque


def breadth_first(neighbours):
    distance = [-1] * len(neighbours)
    distance[0] = 0
    queue = deque([0])
    while queue:
        node = queue.popleft()
        for other in neighbours[node]:
            if distance[other] < 0:
                distance[other] = distance[node] + 1
                queue.append(other)
    return max(distance)
""",
    ),
    _one(
        "n",
        ORDERED,
        """\
def pairs_with_sum(xs):
    low, high, found = 0, len(xs) - 1, 0
    while low < high:
        here = xs[low] + xs[high]
        if here == 1_000_000_000:
            found += 1
            low += 1
        elif here < 1_000_000_000:
            low += 1
        else:
            high -= 1
    return found
""",
    ),
    _one("n", NUMBERS, "def squares(xs):\n    for x in xs:\n        yield x * x % 7\n"),
)
LINEARITHMIC = (
    _one("n log n", NUMBERS, "def sort_library(xs):\n    return sorted(xs)\n"),
    _one(
        "n log n",
        NUMBERS,
        """\
def merge_sort(xs):
    if len(xs) < 2:
        return xs
    middle = len(xs) // 2
    left, right = merge_sort(xs[:middle]), merge_sort(xs[middle:])
    merged, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    return merged + left[i:] + right[j:]
""",
    ),
    _one(
        "n log n",
        NUMBERS,
        """\
import heapq


def heap_sort(xs):
    heapq.heapify(xs)
    return [heapq.heappop(xs) for _ in range(len(xs))]
""",
    ),
    _one(
        "n log n",
        NUMBERS,
        """\
import random


def quick_sort(xs):
    if len(xs) < 2:
        return xs
    pivot = random.choice(xs)
    return (
        quick_sort([x for x in xs if x < pivot]) + [x for x in xs if x == pivot] + quick_sort([x for x in xs if x > pivot])
    )
""",
    ),
    _one(
        "n log n",
        NUMBERS,
        """\
import bisect


def longest_rising(xs):
    tails = []
    for x in xs:
        place = bisect.bisect_left(tails, x)
        tails[place:place + 1] = [x]
    return len(tails)
""",
    ),
    _one("n log n", FLOATS, "def median(xs):\n    xs.sort()\n    return xs[len(xs) // 2]\n"),
    _one(
        "n log n",
        NUMBERS,
        """\
def inversions(xs):
    if len(xs) < 2:
        return 0, xs
    middle = len(xs) // 2
    a, left = inversions(xs[:middle])
    b, right = inversions(xs[middle:])
    merged, i, j, crossing = [], 0, 0, 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            crossing += len(left) - i
            merged.append(right[j])
            j += 1
    return a + b + crossing, merged + left[i:] + right[j:]
""",
    ),
    _one(
        "n log n",
        SIZE,
        """\
def harmonic_steps(n):
    count = 0
    for step in range(1, n + 1):
        for _ in range(step, n + 1, step):
            count += 1
    return count
""",
    ),
)
QUADRATIC = (
    _one(
        "n^2",
        NUMBERS,
        """\
def bubble_sort(xs):
    for end in range(len(xs) - 1, 0, -1):
        for i in range(end):
            if xs[i] > xs[i + 1]:
                xs[i], xs[i + 1] = xs[i + 1], xs[i]
    return xs
""",
    ),
    _one(
        "n^2",
        NUMBERS,
        """\
def insertion_sort(xs):
    for i in range(1, len(xs)):
        x, j = xs[i], i
        while j and xs[j - 1] > x:
            xs[j] = xs[j - 1]
            j -= 1
        xs[j] = x
    return xs
""",
    ),
    _one(
        "n^2",
        NUMBERS,
        """\
def any_pair(xs):
    for i in range(len(xs)):
        for j in range(i + 1, len(xs)):
            if xs[i] + xs[j] == -1:
                return i, j
    return None
""",
    ),
    _one(
        "n^2",
        TWO_TEXTS,
        """\
def common_subsequence(a, b):
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for j, y in enumerate(b, 1):
            here = row[j]
            row[j] = before + 1 if x == y else max(row[j], row[j - 1])
            before = here
    return row[-1]
""",
    ),
    _one(
        "n^2",
        TWO_TEXTS,
        """\
def edit_distance(a, b):
    table = [[i + j if i * j == 0 else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i, x in enumerate(a, 1):
        for j, y in enumerate(b, 1):
            table[i][j] = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (x != y))
    return table[-1][-1]
""",
    ),
    _one(
        "n^2",
        NUMBERS,
        "def in_list(xs):\n    seen = []\n    for x in xs:\n        if x not in seen:\n            seen.append(x)\n    return len(seen)\n",
    ),
    _one("n^2", SQUARE, "def matrix_sum(a, b):\n    return [[x + y for x, y in zip(p, q)] for p, q in zip(a, b)]\n"),
)
QUADRATIC_LOG = (
    _one(
        "n^2 log n",
        NUMBERS,
        """\
def sort_every_suffix(xs):
    return [sorted(xs[i:])[0] for i in range(len(xs))]
""",
    ),
    _one(
        "n^2 log n",
        FLOATS,
        """\
def sort_all_sums(xs):
    return sorted(x + y for x in xs for y in xs)
""",
    ),
    _one(
        "n^2 log n",
        NUMBERS,
        """\
def three_sum_by_search(xs):
    xs.sort()
    found = 0
    for i in range(len(xs)):
        for j in range(len(xs)):
            wanted, low, high = -1 - xs[i] - xs[j] + 2_000_000_000, 0, len(xs)
            while low < high:
                middle = (low + high) // 2
                if xs[middle] < wanted:
                    low = middle + 1
                else:
                    high = middle
            found += low < len(xs) and xs[low] == wanted
    return found
""",
    ),
)
CUBIC = (
    _one(
        "n^3",
        NUMBERS,
        """\
def triples(xs):
    found = 0
    for i in range(len(xs)):
        for j in range(i + 1, len(xs)):
            for k in range(j + 1, len(xs)):
                if xs[i] + xs[j] == xs[k]:
                    found += 1
    return found
""",
    ),
    _one(
        "n^3",
        SQUARE,
        """\
def matrix_product(a, b):
    size = len(a)
    return [[sum(a[i][k] * b[k][j] for k in range(size)) for j in range(size)] for i in range(size)]
""",
    ),
    _one(
        "n^3",
        DISTANCES,
        """\
def floyd_warshall(d):
    size = len(d)
    for k in range(size):
        for i in range(size):
            for j in range(size):
                if d[i][k] + d[k][j] < d[i][j]:
                    d[i][j] = d[i][k] + d[k][j]
    return d
""",
    ),
    _one(
        "n^3",
        NUMBERS,
        """\
def best_interval(xs):
    best = 0
    for i in range(len(xs)):
        for j in range(i, len(xs)):
            here = 0
            for k in range(i, j + 1):
                here += xs[k]
            best = max(best, here)
    return best
""",
    ),
)
EXPONENTIAL = (
    _one(
        "2^n",
        NUMBERS,
        """\
def subset_count(xs, at=0, total=0):
    if at == len(xs):
        return total % 7 == 0
    return subset_count(xs, at + 1, total) + subset_count(xs, at + 1, total + xs[at])
""",
    ),
    _one(
        "2^n",
        SIZE,
        """\
def hanoi(n, a="A", b="B", c="C"):
    if n == 0:
        return 0
    return hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
""",
    ),
    _one(
        "2^n",
        SIZE,
        "def count_masks(n):\n    found = 0\n    for mask in range(1 << n):\n        if mask & 5 == 4:\n            found += 1\n    return found\n",
    ),
)
FACTORIAL = (
    _one(
        "n!",
        SIZE,
        """\
def permutations_by_swaps(n):
    items = list(range(n))
    found = 0

    def place(k):
        nonlocal found
        if k == n:
            found += 1
            return
        for i in range(k, n):
            items[k], items[i] = items[i], items[k]
            place(k + 1)
            items[k], items[i] = items[i], items[k]

    place(0)
    return found
""",
    ),
    _one(
        "n!",
        NUMBERS,
        """\
from itertools import permutations


def falling_orders(xs):
    found = 0
    for order in permutations(xs):
        if order[0] > order[-1]:
            found += 1
    return found
""",
    ),
    _one(
        "n!",
        DISTANCES,
        """\
def shortest_tour(d):
    def walk(here, rest):
        if not rest:
            return d[here][0]
        return min(d[here][city] + walk(city, rest - {city}) for city in rest)

    return walk(0, frozenset(range(1, len(d) + 1 - 1)) | frozenset([0]))
""",
    ),
)
OTHERS = (
    _one(
        None,
        SIZE,
        """\
def is_prime(n):
    n = n * 2 + 1
    for d in range(1, int(n**0.5) + 1):
        if n == -d:
            return False
    return True
""",
        "sqrt n",
    ),
    _one(
        None,
        NUMBERS,
        """\
def blocks(xs):
    width = int(len(xs) ** 0.5)
    total = 0
    for x in xs:
        for _ in range(width):
            total += x
    return total
""",
        "n^1.5",
    ),
    _one(
        None,
        SIZE,
        """\
def four_loops(n):
    count = 0
    for a in range(n):
        for b in range(n):
            for c in range(n):
                for d in range(n):
                    count += 1
    return count
""",
        "n^4",
    ),
    _one(None, SIZE, "def fibonacci(n):\n    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)\n", "1.618^n"),
    _one(
        None,
        SIZE,
        """\
def karatsuba(n):
    def times(k):
        if k < 2:
            return 1
        half = (k + 1) // 2
        return (times(half) + times(half) + times(half)) % 1_000_007
    return times(n)
""",
        "n^1.585",
    ),
    _one(
        None,
        SIZE,
        """\
def three_ways(n):
    if n == 0:
        return 1
    return three_ways(n - 1) + three_ways(n - 1) + three_ways(n - 1)
""",
        "3^n",
    ),
    _one(
        None,
        NUMBERS,
        """\
def depends_on_luck(xs):
    total = 0
    if xs[0] % 3 == 0:
        for x in xs:
            for y in xs:
                total += x < y
    return total
""",
        "n^2 or 1, by the input",
    ),
    _one(
        None,
        SIZE,
        """\
def squares_of_logs(n):
    count, i = 0, n
    while i:
        j = n
        while j:
            j //= 2
            count += 1
        i //= 2
    return count
""",
        "log^2 n",
    ),
)
ALL: tuple[Labelled, ...] = (
    *CONSTANT, *LOGARITHMIC, *LINEAR, *LINEARITHMIC, *QUADRATIC, *QUADRATIC_LOG, *CUBIC, *EXPONENTIAL, *FACTORIAL, *OTHERS,
)  # fmt: skip
