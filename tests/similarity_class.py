"""A class that worked alone, for the similarity report: answers put together at random, and copies made by hand.

Every answer is drawn by itself: way of solving, details, names, comments, spacing. So two of them share no more than
chance makes them share, and everything that is reported between them is a false alarm. A few ways are far more usual
than others, as they are in a real class.
"""

from __future__ import annotations

import random
import re

_NAMES = {
    "text": "text text text s sentence txt",
    "words": "words words words word_list parts lst w tokens all_words wordlist split_text",
    "word": "word word word w x i item part wrd current_word element",
    "counts": "counts result result d dic dictionary word_count freq res output counter out",
    "sign": "c char char ch letter symbol p mark i character l",
    "clean": "clean cleaned new_text result_text new tmp clean_text t letters_only stripped",
    "at": "i i i index idx pos n k j",
    "numbers": "numbers numbers nums lst values data",
    "best": "best longest max_len maximum max_length record highest m biggest longest_so_far",
    "run": "current count length run cur streak counter l current_length now",
    "before": "previous prev last before old p last_number",
    "number": "number n x num value v current_number element",
    "size": "n length_of_list size end total",
    "helper": "clean_word strip_punctuation remove_signs cleanup normalise helper only_letters fix",
}
NAMES = {role: names.split() for role, names in _NAMES.items()}
"""What students call things; a name that stands more than once is that much more usual."""

SIGNS = ['".,!?"', '".,;:!?"', '",.!?;:"', '"!?.,"', "'.,?!;'", '".,!?:;-"', '"?!.,;:"']

KEPT = "{{clean}} = {{empty}}\nfor {{sign}} in {{text}}:\n    if {}:\n        {}\n{{text}} = {{clean}}\n"
CLEANING = [
    (4, "for {sign} in SIGNS:\n    {text} = {text}.replace({sign}, {empty})\n"),
    (2, "{text} = {text}.replace('.', '').replace(',', '').replace('!', '').replace('?', '')\n"),
    (2, KEPT.format("{sign} not in SIGNS", "{clean} += {sign}")),
    (2, KEPT.format("{sign}.isalpha() or {sign} == ' '", "{clean} = {clean} + {sign}")),
    (1, "{text} = ''.join({sign} for {sign} in {text} if {sign}.isalnum() or {sign}.isspace())\n"),
    (1, "import string\n{text} = {text}.translate(str.maketrans('', '', string.punctuation))\n"),
    (3, ""),
]
"""Ways to take punctuation away from the whole text; the last one leaves that to each word."""

STRIP = ["{word} = {word}.strip(SIGNS)\n", "{word} = {word}.strip(SIGNS).lower()\n", "{word} = {helper}({word})\n"]
HELPERS = [
    "return {word}.strip(SIGNS)\n",
    "while {word} and {word}[-1] in SIGNS:\n    {word} = {word}[:-1]\nreturn {word}\n",
    KEPT.replace("{{text}}", "{{word}}").format("{sign} not in SIGNS", "{clean} += {sign}") + "return {word}\n",
]
COUNTING = [
    (6, "if {word} in {counts}:\n    {counts}[{word}] += 1\nelse:\n    {counts}[{word}] = 1\n"),
    (3, "if {word} not in {counts}:\n    {counts}[{word}] = 0\n{counts}[{word}] += 1\n"),
    (3, "{counts}[{word}] = {counts}.get({word}, 0) + 1\n"),
    (2, "if {word} not in {counts}:\n    {counts}[{word}] = 1\nelse:\n    {counts}[{word}] = {counts}[{word}] + 1\n"),
    (1, "try:\n    {counts}[{word}] += 1\nexcept KeyError:\n    {counts}[{word}] = 1\n"),
    (1, "{counts}.setdefault({word}, 0)\n{counts}[{word}] += 1\n"),
    (1, "{counts}[{word}] = {words}.count({word})\n"),
]
LOOPS = [
    (6, "for {word} in {words}:\n"),
    (2, "for {at} in range(len({words})):\n    {word} = {words}[{at}]\n"),
    (1, "{at} = 0\nwhile {at} < len({words}):\n    {word} = {words}[{at}]\n    {at} += 1\n"),
]
EMPTY_WORD = [(3, ""), (2, "if {word} == {empty}:\n    continue\n"), (2, "if not {word}:\n    continue\n")]
EMPTY = [(3, "not {numbers}"), (3, "len({numbers}) == 0"), (1, "{numbers} == []"), (1, "len({numbers}) < 1")]
KEEPING = [
    (4, "if {run} > {best}:\n    {best} = {run}\n"),
    (2, "{best} = max({best}, {run})\n"),
    (1, "if {best} < {run}:\n    {best} = {run}\n"),
    (1, "if {run} >= {best}:\n    {best} = {run}\n"),
]
STEPS = [
    (4, "for {at} in range(1, SIZE):\n", "{numbers}[{at}]", "{numbers}[{at} - 1]", ""),
    (2, "for {at} in range(SIZE - 1):\n", "{numbers}[{at} + 1]", "{numbers}[{at}]", ""),
    (1, "{at} = 1\nwhile {at} < SIZE:\n", "{numbers}[{at}]", "{numbers}[{at} - 1]", "{at} += 1\n"),
    (2, "{before} = {numbers}[0]\nfor {number} in {numbers}[1:]:\n", "{number}", "{before}", "{before} = {number}\n"),
    (1, "for {before}, {number} in zip({numbers}, {numbers}[1:]):\n", "{number}", "{before}", ""),
    (1, "for {at}, {number} in enumerate({numbers}[1:]):\n", "{number}", "{numbers}[{at}]", ""),
]
"""Ways to go through neighbours: the loop, what is the later one and the earlier one in it, and what ends a round."""

COMMENTS = {
    "for": ["go through everything", "loop over the list", "loop", "check each one", "now look at every element"],
    "if": ["check", "is it there already?", "condition", "compare", "special case"],
    "return": ["return the result", "done", "give back the answer", "output"],
    "=": ["start value", "set up", "initialise", "at the beginning nothing is known", "to remember"],
}


def independent_class(exercise: str, size: int, seed: int) -> dict[str, str]:
    """Answers of students to `count_words` or `longest_rise`, each drawn by itself."""
    make = {"count_words": _count_words, "longest_rise": _longest_rise}[exercise]
    return {f"s{number:03}": _styled(make, random.Random(f"{seed} {number}")) for number in range(size)}


def _drawn(rng: random.Random, choices: list[tuple[int, str]]) -> str:
    return rng.choices([text for _, text in choices], [weight for weight, _ in choices])[0]


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())


def _count_words(rng: random.Random) -> str:
    cleaning, strip, helper = _drawn(rng, CLEANING), "", ""
    if not cleaning:
        strip = rng.choice(STRIP)
        helper = f"def {{helper}}({{word}}):\n{_indented(rng.choice(HELPERS))}\n\n" if "{helper}" in strip else ""
    lower = rng.choice(["{text} = {text}.lower()\n", "LOWER", "LOWER"])
    body = cleaning + lower if rng.random() < 0.5 else lower + cleaning
    split = "{words} = {text}.lower().split()\n" if "LOWER" in body else "{words} = {text}.split()\n"
    split = split.replace("split()", rng.choice(["split()", "split()", "split(' ')"]))
    start = rng.choice(["{counts} = {{}}\n", "{counts} = {{}}\n", "{counts} = dict()\n"])
    body = body.replace("LOWER", "") + (split + start if rng.random() < 0.5 else start + split)
    body += _drawn(rng, LOOPS) + _indented(strip + _drawn(rng, EMPTY_WORD) + _drawn(rng, COUNTING))
    return f"{helper}def count_words({{text}}):\n{_indented(body)}    return {{counts}}\n".replace(
        "SIGNS", rng.choice(SIGNS)
    )


def _longest_rise(rng: random.Random) -> str:
    start = ["{best} = 1\n", "{run} = 1\n"]
    rng.shuffle(start)
    _, loop, later, earlier, last = rng.choices(STEPS, [step[0] for step in STEPS])[0]
    size = rng.choice(["len({numbers})", "len({numbers})", "{size}"])
    keep, grow = _drawn(rng, KEEPING), rng.choice(["{run} += 1\n", "{run} += 1\n", "{run} = {run} + 1\n"])
    inside = rng.random() < 0.4
    grown = _indented(grow + keep if inside else grow)
    rising, reset = (
        rng.choice([f"{later} > {earlier}", f"{later} > {earlier}", f"{earlier} < {later}"]),
        "    {run} = 1\n",
    )
    if rng.random() < 0.25:
        fall = rng.choice([f"{later} <= {earlier}", f"not {later} > {earlier}", f"{earlier} >= {later}"])
        body = f"if {fall}:\n{reset}else:\n{grown}"
    else:
        body = f"if {rising}:\n{grown}else:\n{reset}"
    body += "" if inside else keep
    head = f"if {_drawn(rng, EMPTY)}:\n    return 0\n" + (
        "{size} = len({numbers})\n" if size == "{size}" and "SIZE" in loop else ""
    )
    text = head + "".join(start) + loop.replace("SIZE", size) + _indented(body + last) + "return {best}\n"
    return f"def longest_rise({{numbers}}):\n{_indented(text)}"


def _styled(make, rng: random.Random) -> str:
    """One answer in the names, the comments and the spacing of one student."""
    names = {role: rng.choice(choices) for role, choices in NAMES.items()}
    taken: set[str] = set()
    for role, name in names.items():
        while name in taken:
            name = rng.choice(NAMES[role] + [f"{role}_{rng.choice('abcxyz2')}"])
        taken.add(name)
        names[role] = name
    lines = make(rng).format(**names, empty=rng.choice(['""', "''"])).splitlines()
    talk, tight, wide = rng.choice([0, 0, 0.15, 0.4]), rng.random() < 0.25, rng.random() < 0.1
    shown = []
    for line in lines:
        key = next((key for key in COMMENTS if f"{key} " in f"{line.strip()} "), "")
        if key and rng.random() < talk:
            shown.append(f"{' ' * (len(line) - len(line.lstrip()))}# {rng.choice(COMMENTS[key])}")
        line = re.sub(r" (\+=|==|[=+<>]) ", r"\1", line) if tight else line
        shown.append(line.replace("(", "( ").replace(")", " )") if wide else line)
        shown += [""] * (rng.random() < 0.07)
    return "\n".join(shown) + "\n"


ORIGINALS = {
    "anna": '''\
def trim(token):
    """Takes signs off both ends."""
    begin, end = 0, len(token)
    while begin < end and not token[begin].isalnum():
        begin += 1
    while end > begin and not token[end - 1].isalnum():
        end -= 1
    return token[begin:end]


def count_words(text):
    table = {}
    # every piece may still carry commas and dots
    for piece in text.split():
        piece = trim(piece).lower()
        if len(piece) > 0:
            table[piece] = table.get(piece, 0) + 1
    return table
''',
    "ben": """\
def count_words(text):
    found = {}
    current = ""
    # a space at the end closes the last word
    for letter in text.lower() + " ":
        if letter.isalpha() or letter.isdigit():
            current = current + letter
        elif current != "":
            if current in found:
                found[current] = found[current] + 1
            else:
                found[current] = 1
            current = ""
    return found
""",
}
"""Two answers of the class that six others copied from."""

COPIES = {
    # every name is another one
    "carl": (
        "anna",
        '''\
def cut(w):
    """Takes signs off both ends."""
    left, right = 0, len(w)
    while left < right and not w[left].isalnum():
        left += 1
    while right > left and not w[right - 1].isalnum():
        right -= 1
    return w[left:right]


def count_words(sentence):
    result = {}
    # every piece may still carry commas and dots
    for word in sentence.split():
        word = cut(word).lower()
        if len(word) > 0:
            result[word] = result.get(word, 0) + 1
    return result
''',
    ),
    # the functions and what can change places have changed places
    "dora": (
        "anna",
        """\
def count_words(text: str) -> dict[str, int]:
    table = {}
    for piece in text.split():
        piece = trim(piece).lower()
        if len(piece) > 0:
            table[piece] = table.get(piece, 0) + 1
    return table


def trim(token: str) -> str:
    end = len(token)
    begin = 0
    while end > begin and not token[end - 1].isalnum():
        end -= 1
    while begin < end and not token[begin].isalnum():
        begin += 1
    return token[begin:end]
""",
    ),
    # other comments, other layout
    "emil": (
        "anna",
        """\
# my solution for exercise 3
def trim( token ):
    begin, end = 0, len( token )

    # go right until there is a letter
    while (begin < end and not token[begin].isalnum()):
        begin = begin + 1

    # now from the other side
    while (end > begin and not token[end - 1].isalnum()):
        end = end - 1
    return token[begin:end]

def count_words( text ):
    table = {}
    for piece in text.split():
        piece = trim( piece ).lower()
        if len( piece ) > 0: table[piece] = table.get( piece, 0 ) + 1     # one more
    return table
""",
    ),
    # a part has become a function of its own
    "fred": (
        "ben",
        """\
def add(found, current):
    if current in found:
        found[current] = found[current] + 1
    else:
        found[current] = 1


def count_words(text):
    found = {}
    current = ""
    for letter in text.lower() + " ":
        if letter.isalpha() or letter.isdigit():
            current = current + letter
        elif current != "":
            add(found, current)
            current = ""
    return found
""",
    ),
    # `while` instead of `for`
    "gina": (
        "ben",
        """\
def count_words(text):
    found = {}
    current = ""
    text = text.lower() + " "
    place = 0
    while place < len(text):
        letter = text[place]
        if letter.isalpha() or letter.isdigit():
            current = current + letter
        elif current != "":
            if current in found:
                found[current] = found[current] + 1
            else:
                found[current] = 1
            current = ""
        place += 1
    return found
""",
    ),
    # one constant is another one
    "hans": (
        "ben",
        """\
def count_words(text):
    found = {}
    current = ""
    # a space at the end closes the last word
    for letter in text.lower() + "#":
        if letter.isalpha() or letter.isdigit():
            current = current + letter
        elif current != "":
            if current in found:
                found[current] = found[current] + 1
            else:
                found[current] = 2
            current = ""
    return found
""",
    ),
}
"""Who copied, from whom, and what came out."""
