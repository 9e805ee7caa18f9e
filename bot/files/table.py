"""A table file (CSV): the ledger alone, for Excel and for programs."""

import csv
from io import StringIO

from bot.files.cells import safe
from bot.files.layout import Layout

BOM = "\ufeff"
"""Without it Korean Excel takes UTF-8 for something else."""


def write(layout: Layout) -> bytes:
    written = StringIO()
    lines = csv.writer(written)
    for section in layout.sections:
        if section.title == layout.ledger and section.grid:
            lines.writerow(map(safe, section.grid.names))
            lines.writerows(map(safe, row) for row in section.grid.rows)
    return (BOM + written.getvalue()).encode()
