"""`python -m satupintu` is the command `satupintu`."""

from satupintu.cli.app import main

main()
