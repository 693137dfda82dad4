"""Pure values that every part of the house speaks: operations, outcomes, errors, time, ids. No I/O."""
