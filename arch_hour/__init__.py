"""Lean Coffee meetings that run on GitHub Issues."""

__version__ = "0.1.0"
