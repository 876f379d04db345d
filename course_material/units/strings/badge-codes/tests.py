# question: What does badge("Anna") return?
badge("Anna")
# question: What does badge("  Eve ") return? (2 points)
badge("  Eve ")
# question: What does badge("Al") return?
badge("Al")
# question: What does badge("x") return?
badge("x")
