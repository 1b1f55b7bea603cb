"""The whole story of one meeting, told against the sandbox."""
