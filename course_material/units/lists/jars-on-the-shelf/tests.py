# question: What does clear_shelf([20, 80, 60]) return?
clear_shelf([20, 80, 60])
# question: What does clear_shelf([20, 30, 80]) return? (2 points)
clear_shelf([20, 30, 80])
# question: What does clear_shelf([70, 30, 20, 40]) return? (2 points)
clear_shelf([70, 30, 20, 40])
# question: What does clear_shelf([20, 30, 40, 10]) return?
clear_shelf([20, 30, 40, 10])
# question: What does clear_shelf([30, 50, 10]) return?
clear_shelf([30, 50, 10])
