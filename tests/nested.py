"""Values as JSON and YAML can have them, nested in any way."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st


def nested(leaves: st.SearchStrategy[Any], keys: Sequence[str], most: int = 12) -> st.SearchStrategy[Any]:
    """Leaves in lists and in mappings with these keys, at most so many of them."""
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(keys), inner, max_size=4),
        max_leaves=most,
    )


# What the payloads of events are asked for.
PAYLOAD_KEYS = ("action", "issue", "labels", "sender", "type", "changes", "body", "from", "pull_request")
