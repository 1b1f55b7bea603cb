"""Tests of what `check` finds, over a repository in memory."""
