"""Placeholder until the real module replaces it within minutes."""


def sign() -> None:
    """Sign."""


def verify() -> None:
    """Verify."""
