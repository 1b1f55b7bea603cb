"""Tests of the pure rules, on values in memory."""
