"""systems/talentics/contract"""
