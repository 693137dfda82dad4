"""What the Master Wilayah API is, as plain values: models, operations, page rules, errors, known deviations."""
