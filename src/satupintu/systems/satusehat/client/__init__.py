"""Calling Master Wilayah: `Wilayah` and its asynchronous twin `AsyncWilayah`."""
