"""Where an API and the pages beside it are."""

# Enterprise Server has REST below this, and its pages not.
ENTERPRISE = "/api/v3"


def site(address: str) -> str:
    """Where people look, by the address of REST."""
    return address.removesuffix(ENTERPRISE)
