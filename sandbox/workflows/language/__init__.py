"""GitHub's language of expressions: `values` and how they compare, `functions`, and `parsing` of a text into a reading.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
"""
