"""`satupintu joss` and `satupintu toss`: the ministry's side of the served systems."""

from __future__ import annotations

import typer

from satupintu.cli.kemnaker_clients import clients_of
from satupintu.cli.kemnaker_officers import companies_of, offers_of
from satupintu.cli.kemnaker_references import references

joss = typer.Typer(help="JOSS: its clients, and what officers decide about vacancies.", no_args_is_help=True)
joss.add_typer(clients_of("joss"), name="clients")
joss.add_typer(offers_of("vacancy", "vacancies"), name="vacancies")
joss.add_typer(references, name="references")
joss.add_typer(companies_of("company", "companies"), name="companies")

toss = typer.Typer(help="TOSS: its clients, and what officers decide about trainings.", no_args_is_help=True)
toss.add_typer(clients_of("toss"), name="clients")
toss.add_typer(offers_of("training", "trainings"), name="trainings")
