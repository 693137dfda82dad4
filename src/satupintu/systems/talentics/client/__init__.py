"""Calling the Talentics API: `Talentics` and its asynchronous twin `AsyncTalentics`."""
