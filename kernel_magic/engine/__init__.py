"""Models: catalogue, weights on disk, and the backends that run them. Knows no lessons, no judge and no IPython."""
