print('yes', 1)
