"""Jobtrain, served: checks, handlers, the vendor's shape."""
