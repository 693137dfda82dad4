"""Serving Master Wilayah: the checks in their order, tokens, and lists joined from finished bytes."""
