"""Tests of the talk with GitHub, over answers that a real one gives on its odd days."""
