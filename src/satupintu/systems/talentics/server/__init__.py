"""systems/talentics/server"""
