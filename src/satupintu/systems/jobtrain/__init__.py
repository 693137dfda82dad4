"""Jobtrain, an applicant tracking system: a bearer token of 30 minutes acts as one user, within that user's rights."""
