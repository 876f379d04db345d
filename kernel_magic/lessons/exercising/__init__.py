"""What `lessons.exercise` is made of: reading an item's tests, making each kind of exercise, and proving it."""
