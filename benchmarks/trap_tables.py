"""Tables and workbooks with a trap each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import shapely

from benchmarks.trap_rows import (
    METRIC,
    ROWS,
    SQUARE,
    Row,
    change_row,
    make_frame,
)

Parts = tuple[Any, ...]  # kind, trap, name, content, and perhaps layer and companions


def _csv(
    rows: list[Row] | tuple[Row, ...] = ROWS,
    *,
    sep: str = ",",
    head: str | None = None,
    cell: Callable[[str, Any], str] = lambda _, value: str(value),
) -> str:
    names = list(rows[0])
    lines = [head or sep.join(names)]
    lines += [sep.join(cell(name, row[name]) for name in names) for row in rows]
    return "\n".join(lines) + "\n"


def _tables() -> Iterator[Parts]:
    kind, plain = "CSV", _csv()
    yield kind, "none", "a.csv", plain.encode()
    comma = _csv(sep=";", cell=lambda _, value: str(value).replace(".", ","))
    yield kind, "semicolons and decimal commas", "a.csv", comma.encode()
    yield kind, "UTF-8 with BOM", "a.csv", b"\xef\xbb\xbf" + plain.encode()
    yield kind, "UTF-16", "a.csv", plain.encode("utf-16")
    latin = _csv([row | {"name": row["name"].replace("Кант", "Güemes")} for row in ROWS])
    yield kind, "cp1252", "a.csv", latin.encode("cp1252")
    russian = [
        row | {"name": name}
        for row, name in zip(
            ROWS,
            (
                "Больница имени Семашко",
                "Отделение милиции",
                "Городская поликлиника",
                "Юридическая помощь",
                "Прокуратура района",
            ),
            strict=True,
        )
    ]
    yield kind, "cp1251", "a.csv", _csv(russian).encode("cp1251")
    yield kind, "titles above the header", "a.csv", ("Directorio 2024,,,\n,,,\n" + plain).encode()
    yield (
        kind,
        "HXL row",
        "a.csv",
        plain.replace("\n", "\n#loc+name,#type,#geo+lat,#geo+lon\n", 1).encode(),
    )
    yield kind, "headers in Spanish", "a.csv", _csv(head="Nombre,Tipo,Latitud,Longitud").encode()
    yield kind, "headers in Portuguese", "a.csv", _csv(head="Nome,Tipo,Latitude,Longitude").encode()
    yield kind, "headers in Russian", "a.csv", _csv(head="Название,Тип,Широта,Долгота").encode()
    yield kind, "headers in Kyrgyz", "a.csv", _csv(head="Аталышы,Түрү,Кеңдик,Узундук").encode()


def _places_in_tables() -> Iterator[Parts]:
    kind = "CSV"
    pairs = [
        {"name": row["name"], "type": row["type"], "coordenadas": f'"{row["lat"]}, {row["lon"]}"'}
        for row in ROWS
    ]
    yield kind, "coordinates in one column", "a.csv", _csv(pairs).encode()
    degrees = [
        row | {"lat": _degrees(row["lat"], "NS"), "lon": _degrees(row["lon"], "EW")} for row in ROWS
    ]
    yield kind, "degrees, minutes, seconds", "a.csv", _csv(degrees, sep="\t").encode()
    metric = make_frame().to_crs(METRIC)
    utm = [
        {
            "name": row["name"],
            "type": row["type"],
            "este": round(p.x),
            "norte": round(p.y),
            "zona": "18S",
        }
        for row, p in zip(ROWS, metric.geometry, strict=True)
    ]
    yield kind, "UTM columns", "a.csv", _csv(utm).encode()
    wkt = [
        {"name": row["name"], "type": row["type"], "wkt": f"POINT ({row['lon']} {row['lat']})"}
        for row in ROWS
    ]
    yield kind, "WKT column", "a.csv", _csv(wkt).encode()
    wkt[1]["wkt"] = "POINT (-77.04 -12.06"
    yield kind, "WKT one bracket short", "a.csv", _csv(wkt).encode()


def _doubtful_tables() -> Iterator[Parts]:
    kind = "CSV"
    coarse = [row | {"lat": round(row["lat"], 1), "lon": round(row["lon"], 1)} for row in ROWS[:1]]
    yield kind, "a place known to 10 km", "a.csv", _csv([*coarse, *ROWS[1:]]).encode()
    accuracy = [row | {"precision_m": 850 if n == 2 else 5} for n, row in enumerate(ROWS)]
    yield (
        kind,
        "precision worse than 100 m",
        "a.csv",
        _csv(accuracy, head="name,type,lat,lon,accuracy").encode(),
    )
    yield kind, "a row without a place", "a.csv", _csv(change_row(0, lat="", lon="")).encode()
    yield kind, "an unknown type", "a.csv", _csv(change_row(0, type="qwerty")).encode()
    yield (
        kind,
        "a lost decimal mark",
        "a.csv",
        _csv(change_row(1, lat=-120634, lon=-770422)).encode(),
    )
    yield (
        kind,
        "no coordinates at all",
        "a.csv",
        _csv([{"name": r["name"], "type": r["type"]} for r in ROWS]).encode(),
    )
    zones = _csv(
        [
            {"code": f"0{n}", "name": f"Zona {n}", "wkt": f'"{shapely.Polygon(SQUARE).wkt}"'}
            for n in range(1, 4)
        ]
    )
    yield kind, "codes with leading zeros", "z.csv", zones.encode(), "zones"
    yield "TSV", "tabs between cells", "a.tsv", _csv(sep="\t").encode()


def _degrees(value: float, signs: str) -> str:
    size = abs(value)
    minutes = (size - int(size)) * 60
    return f"{int(size)}°{int(minutes)}'{(minutes - int(minutes)) * 60:.2f}\" {signs[value < 0]}"


def _workbooks() -> Iterator[Parts]:
    def workbook(change: Callable[[Any], None] = lambda _: None, above: int = 0) -> bytes:
        book = openpyxl.Workbook()
        sheet = book.active
        for _ in range(above):
            sheet.append(["Directorio"])
        sheet.append(list(ROWS[0]))
        for row in ROWS:
            sheet.append(list(row.values()))
        change(book)
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    def merge(book: Any) -> None:  # noqa: ANN401 (a workbook)
        for row, value in ((4, "legal"), (6, "legal")):
            book.active.cell(row, 2).value = value
        book.active.merge_cells("B5:B6")

    def formats(book: Any) -> None:  # noqa: ANN401 (a workbook)
        book.active.cell(5_000, 1).number_format = "0.00"

    yield "XLSX", "none", "a.xlsx", workbook()
    yield "XLSX", "header not on the first row", "a.xlsx", workbook(above=3)
    yield "XLSX", "merged cells", "a.xlsx", workbook(merge)
    yield (
        "XLSX",
        "several sheets",
        "a.xlsx",
        workbook(lambda book: book.create_sheet("Notas").append(["x"])),
    )
    yield "XLSX", "rows with a format only", "a.xlsx", workbook(formats)
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
    yield "XLSX", "with a password", "a.xlsx", ole + b"\0" * 2048
    yield "XLSX", "truncated", "a.xlsx", workbook()[:-700]


def _open_documents() -> Iterator[Parts]:
    head, rows = list(ROWS[0]), [list(row.values()) for row in ROWS]
    yield "ODS", "none", "a.ods", _ods([head, *rows])
    titles = [["Directorio de servicios"], ["Actualizado en 2025"]]
    yield "ODS", "header not on the first row", "a.ods", _ods([*titles, head, *rows])
    yield "ODS", "a million empty rows", "a.ods", _ods([head, *rows], empty=1_048_000)
    yield "ODS", "truncated", "a.ods", _ods([head, *rows])[:-300]


def _ods(rows: list[list[Any]], *, empty: int = 0) -> bytes:
    def cell(value: object) -> str:
        kind = "string" if isinstance(value, str) else f'float" office:value="{value}'
        text = f"<text:p>{value}</text:p>"
        return f'<table:table-cell office:value-type="{kind}">{text}</table:table-cell>'

    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = " ".join(f'xmlns:{one}="{urn}{one}:1.0"' for one in ("office", "table", "text"))
    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    if empty:
        lines += (
            f'<table:table-row table:number-rows-repeated="{empty}"><table:table-cell/>'
            "</table:table-row>"
        )
    body = f'<table:table table:name="Hoja">{lines}</table:table>'
    manifest = f'<manifest:manifest xmlns:manifest="{urn}manifest:1.0"/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in (
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("META-INF/manifest.xml", manifest),
            (
                "content.xml",
                f"<office:document-content {spaces}><office:body><office:spreadsheet>{body}"
                "</office:spreadsheet></office:body></office:document-content>",
            ),
        ):
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


MAKERS = (_tables, _places_in_tables, _doubtful_tables, _workbooks, _open_documents)
