"""Answering HTTP in plain ASGI: the request as it came, visible steps of checks, the vendor's shape at the end."""
