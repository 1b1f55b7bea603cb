"""What GitHub allows, refuses and records on each read and write, whichever API it came through."""
