"""Tests of the stand-in GitHub: each names the fact about GitHub that it holds to."""
