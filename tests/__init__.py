"""Importable, so that test modules can share how they build values."""
