"""systems/kemnaker"""
