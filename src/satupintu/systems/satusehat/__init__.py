"""SATUSEHAT Master Wilayah of the Ministry of Health."""
