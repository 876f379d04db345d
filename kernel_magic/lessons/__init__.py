"""One file per action, and the propose, judge, repair loop they share. Models and judges come in as arguments."""
