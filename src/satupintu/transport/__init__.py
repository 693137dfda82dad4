"""The only place that sends HTTP: sync and async, retry as a decision, walks over pages."""
