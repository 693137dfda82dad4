"""Talentics, an HR platform: jobs of an organization, read with HTTP Basic, 50 lists per quarter of an hour."""
