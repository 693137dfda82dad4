"""Serving JOSS and TOSS."""
