# question: What does sum_of_slips(["4", "x", "-7", "2.5"]) return? (2 points)
sum_of_slips(["4", "x", "-7", "2.5"])
# question: What does sum_of_slips([" 5 ", "five", "05"]) return?
sum_of_slips([" 5 ", "five", "05"])
# question: What does sum_of_slips([]) return?
sum_of_slips([])
