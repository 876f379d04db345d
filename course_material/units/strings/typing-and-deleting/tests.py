# question: What does typed("c<<oxw<") return? (2 points)
typed("c<<oxw<")
# question: What does typed("tee<a") return?
typed("tee<a")
# question: What does typed("no<<<<yes") return? (2 points)
typed("no<<<<yes")
# question: What does typed("") return?
typed("")
