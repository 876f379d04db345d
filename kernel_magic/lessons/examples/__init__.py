"""Reading the examples out of a learner's task: one module per form people write. Nothing here runs foreign code."""
