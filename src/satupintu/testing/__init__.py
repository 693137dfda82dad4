"""For tests of those who use satupintu: its systems without a port."""
