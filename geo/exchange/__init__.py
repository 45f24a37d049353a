"""Files in, with a plain account of every row; files out, with a note of what they are."""

from geo.exchange.boundary import read_boundary
from geo.exchange.checking import check_layer
from geo.exchange.layer_import import ImportReport, import_layer
from geo.exchange.note import ExportNote, export_note
from geo.exchange.reading import read_layer_file
from geo.exchange.words import problem_sentences, report_sentences
from geo.exchange.writing import write_layer, write_tables

__all__ = [
    "ExportNote",
    "ImportReport",
    "check_layer",
    "export_note",
    "import_layer",
    "problem_sentences",
    "read_boundary",
    "read_layer_file",
    "report_sentences",
    "write_layer",
    "write_tables",
]
