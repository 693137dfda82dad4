"""Answering as the Talentics API."""
