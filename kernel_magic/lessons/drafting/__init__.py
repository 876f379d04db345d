"""What a model is asked for, in which order, and the programs in what it says."""
