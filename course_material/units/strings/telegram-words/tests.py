# visible: the examples of the statement
assert telegram_words("arrive monday") == 2
assert telegram_words("  all well   stop ") == 3
assert telegram_words("") == 0

# hidden: one space between two words (2 points)
assert telegram_words("send two hats and a coat stop") == 7
assert telegram_words("no") == 1
assert telegram_words("room 7 .") == 3

# hidden: more than one space between two words
assert telegram_words("train   late") == 2
assert telegram_words("meet  me  at  noon") == 4

# hidden: spaces at the beginning and at the end
assert telegram_words(" hurry up") == 2
assert telegram_words("thank you   ") == 2

# hidden: no word at all
assert telegram_words(" ") == 0
assert telegram_words("     ") == 0
