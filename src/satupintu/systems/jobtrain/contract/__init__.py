"""What the Jobtrain API 1.0 is, as plain values: models, operations, token, restrictions, errors, known deviations."""
