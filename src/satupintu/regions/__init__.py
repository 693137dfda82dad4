"""Official regions of Indonesia: the bundled table of a decree, and the way from free text to a code."""
