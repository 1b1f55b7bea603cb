"""How long things take; `make bench` prints it."""
