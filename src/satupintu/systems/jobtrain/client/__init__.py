"""Calling Jobtrain: one synchronous and one asynchronous client."""
