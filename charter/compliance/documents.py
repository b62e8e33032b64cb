"""Reports as files: HTML that needs nothing else, PDF, CSV."""

from __future__ import annotations

import io
from html import escape

from charter.compliance.schemas import ReportFormat
from charter.compliance.service.export import csv_line
from charter.compliance.service.reports import Report, Table

MEDIA_TYPES = {
    ReportFormat.HTML: "text/html; charset=utf-8",
    ReportFormat.PDF: "application/pdf",
    ReportFormat.CSV: "text/csv; charset=utf-8",
}

_STYLE = (
    "body{font:14px/1.5 system-ui,sans-serif;margin:2rem;color:#1b1b1b}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid #ccc;overflow-wrap:anywhere}"
    "caption{text-align:left;font-weight:600;font-size:1.1rem;margin:1.5rem 0 .4rem}thead{background:#f0f0f0}"
)
_LONGEST_CELL = 400  # of the PDF, whose cells cannot be longer than a page


def render(report: Report, form: ReportFormat) -> bytes:
    """Return the report as a file; PDF takes a while and is best made in a thread."""
    match form:
        case ReportFormat.HTML:
            return _html(report)
        case ReportFormat.PDF:
            return _pdf(report)
        case ReportFormat.CSV:
            return _csv(report)


def _facts(report: Report) -> list[str]:
    span = f"{report.since:%Y-%m-%d %H:%M} to {report.until:%Y-%m-%d %H:%M} UTC"
    made = f"made {report.made_at:%Y-%m-%d %H:%M:%S} UTC by {report.made_by}"
    return [each for each in (f"Tenant {report.tenant}, {span}; {made}.", report.note) if each]


def _html(report: Report) -> bytes:
    parts = [f"<h1>{escape(report.title)}</h1>", *(f"<p>{escape(fact)}</p>" for fact in _facts(report))]
    parts += [_html_table(table) for table in report.tables]
    head = f'<meta charset="utf-8"><title>{escape(report.title)}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>\n'.encode()


def _html_table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    return f"<table><caption>{escape(table.title)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _csv(report: Report) -> bytes:
    lines = [csv_line([report.title]), *(csv_line([fact]) for fact in _facts(report))]
    for table in report.tables:
        lines += [csv_line([]), csv_line([table.title]), csv_line(table.columns), *map(csv_line, map(list, table.rows))]
    return b"".join(lines)


def _pdf(report: Report) -> bytes:
    from reportlab.lib import colors  # noqa: PLC0415 - a large library for a rare wish
    from reportlab.lib.pagesizes import A4, landscape  # noqa: PLC0415 - slow to import
    from reportlab.lib.styles import getSampleStyleSheet  # noqa: PLC0415 - slow to import
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle  # noqa: PLC0415 - slow to import

    file, styles = io.BytesIO(), getSampleStyleSheet()
    small = styles["BodyText"].clone("small", fontSize=7, leading=8.5, wordWrap="CJK")
    page = SimpleDocTemplate(file, pagesize=landscape(A4), title=report.title, author="Charter", margin=36)
    ruled = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.lightgrey),
                        ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke)])  # fmt: skip
    story = [Paragraph(escape(report.title), styles["Title"])]
    story += [Paragraph(escape(fact), styles["BodyText"]) for fact in _facts(report)]
    for table in report.tables:
        cells = [
            [Paragraph(escape(cell[:_LONGEST_CELL]), small) for cell in row] for row in [table.columns, *table.rows]
        ]
        width = page.width / len(table.columns)
        story += [Spacer(0, 12), Paragraph(escape(table.title), styles["Heading3"])]
        story.append(LongTable(cells, colWidths=[width] * len(table.columns), repeatRows=1, style=ruled))
    page.build(story)
    return file.getvalue()
