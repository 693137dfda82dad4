"""The store in memory, for tests: the same behaviour without a database. Nothing survives the process."""
