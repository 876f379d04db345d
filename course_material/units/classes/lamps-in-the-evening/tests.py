# question: What does evening(1, 2) return?
evening(1, 2)
# question: What does evening(3, 3) return? (2 points)
evening(3, 3)
# question: What does evening(2, 0) return?
evening(2, 0)
# question: What does evening(0, 9) return? (2 points)
evening(0, 9)
