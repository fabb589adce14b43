"""From a file to an edition: read, matched, checked, merged, stored (or refused as a whole)."""

from data.importing.options import Correction, Options, corrections, pairs
from data.importing.report import Report
from data.importing.run import import_file

__all__ = ["Correction", "Options", "Report", "corrections", "import_file", "pairs"]
