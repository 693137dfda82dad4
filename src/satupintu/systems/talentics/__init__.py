"""systems/talentics"""
