"""The rules of the meeting: pure functions from what GitHub holds to the changes that are due."""
