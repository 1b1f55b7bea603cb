"""Whether a repository is ready for its meeting: what works, what does not, and how to mend it."""
