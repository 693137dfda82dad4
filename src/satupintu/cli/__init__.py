"""The command line, one file a group of commands. What a command needs is imported when it runs."""
