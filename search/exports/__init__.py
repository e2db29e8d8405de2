"""Every result as a file: one writer for each format, all fed with the same entries."""
from __future__ import annotations

from search.exports import bibtex_file, csv_file, json_file, ris_file, xlsx_file
from search.exports.entries import Format

FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format("csv", "CSV", "text/csv; charset=utf-8", "csv", csv_file.write),
        Format("xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
               xlsx_file.write, whole=True),
        Format("json", "JSON", "application/json", "json", json_file.write),
        Format("ris", "RIS", "application/x-research-info-systems; charset=utf-8", "ris", ris_file.write),
        Format("bibtex", "BibTeX", "application/x-bibtex; charset=utf-8", "bib", bibtex_file.write),
    )
}
