"""The kinds of exercise, one file each; `table` lists them. Each puts an item together and proves nothing."""
