"""Live views of what `render` shows: a lesson to step through, and the progress of long work."""
