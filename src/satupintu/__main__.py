"""The command `satupintu`, also as `python -m satupintu`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, or say what it needs when the package was installed for its clients alone."""
    try:
        from satupintu.cli.app import main as run
    except ModuleNotFoundError as error:
        sys.exit(f"satupintu: {error.name} is missing; the command needs the extra `server`: pip install '.[server]'")
    run()


if __name__ == "__main__":
    main()
