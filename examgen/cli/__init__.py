"""The command line: parse, one call, report. Nothing below this package prints or exits.

Results go to stdout, talk (progress, warnings, errors) to stderr.
"""

# Each module adds its commands to the group.
from examgen.cli import banking, building, converting, delivered, freezing, rekeying, setup
from examgen.cli.arguments import EXIT_CODES, cli
from examgen.cli.main import main

__all__ = [
    "EXIT_CODES",
    "banking",
    "building",
    "cli",
    "converting",
    "delivered",
    "freezing",
    "main",
    "rekeying",
    "setup",
]
