"""systems/kemnaker/contract"""
