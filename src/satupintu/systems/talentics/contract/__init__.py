"""What the Talentics API v2 is, as plain values: models, operations, errors, date forms, known deviations."""
