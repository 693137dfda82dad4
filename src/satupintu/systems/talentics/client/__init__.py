"""systems/talentics/client"""
