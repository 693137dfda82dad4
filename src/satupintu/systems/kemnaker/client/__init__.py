"""systems/kemnaker/client"""
