"""Tests of the Action's door."""
