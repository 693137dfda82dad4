"""The only place where objects are joined: a data directory becomes a house with everything in it."""
