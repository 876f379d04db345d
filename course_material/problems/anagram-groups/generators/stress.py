"""Small inputs: few letters, many repeats, words with the same letters in other numbers."""

import random


def make(n, seed):
    rng = random.Random(seed)
    alphabet = rng.choice(["ab", "abc", "abcd"])
    shortest = rng.randint(1, 3)
    longest = rng.randint(shortest, 4)
    words = ["".join(rng.choices(alphabet, k=rng.randint(shortest, longest))) for _ in range(n)]
    for i in range(n):
        if rng.random() < 0.4:  # a shuffled copy of another word
            other = rng.choice(words)
            words[i] = "".join(rng.sample(other, len(other)))
    return "\n".join([str(n), *words]) + "\n"
