"""Tests of workflows and their runs, with a small program for the action that they start."""
