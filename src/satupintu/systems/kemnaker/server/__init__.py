"""systems/kemnaker/server"""
