"""Course material on disk: contest problem packages, items of a course. Reads and checks files; runs nothing."""
