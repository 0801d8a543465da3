"""A report as one HTML file that needs nothing else: to read on a screen, to print, and to make the PDF of."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.report.document.model import Block, Document, Section, Table
from samhandling.report.document.wording import cell, has_table, in_contents, is_number, named, simulated, stands_on
from samhandling.report.drawing import svg
from samhandling.report.drawing.letters import clean
from samhandling.report.handout.page import numbered
from samhandling.report.page import mark, page
from samhandling.report.pdf import FONT

STYLE = Path(__file__).with_name("report.css")
WIDE, NARROW = 178, 94
"""The widths that a picture is drawn for, in millimetres: a page's, and a phone's."""
TALL, SHORT, LONG = 180, 12, 900
"""So tall is a picture at most, in millimetres, that it has room on a page with its words; and so many rows, and
letters in all, has a table that is kept on one page."""
BESIDE, COLUMNS, LETTERS = 106, 5, 60
"""The width of a picture on paper that has its table beside it, in millimetres; so many columns has such a table at
most, and so many letters in a line."""


def html(document: Document) -> str:
    """The report as one HTML file without requests or scripts; what stands in it is text, whatever it looks like."""
    title = clean(document.title)
    return page(title, body(document, (WIDE, NARROW)), document.language, style(document) + _face())


def style(document: Document) -> str:
    """The report's own style; what it is called and the number of the page stand at the foot of each printed one."""
    foot = clean(document.title)
    foot = foot if len(foot) <= 70 else foot[:69].rstrip() + "…"
    said = simulated(document)
    return STYLE.read_text(encoding="utf-8") + numbered(f"{foot} · {said}" if said else foot, document.language)


def body(document: Document, widths: Sequence[float]) -> str:
    """What stands on the page; each picture is drawn for each of the widths in millimetres, the first for paper.

    Where there is one width, it is for paper: tables stand open.
    """
    language = document.language
    sections = [*named(document.sections)]
    parts = [
        _cover(document),
        "<main>",
        *_summary(document),
        _contents(sections, bool(document.notes), language),
        *(_section(name, section, blocks, widths, language) for name, section, blocks in sections),
        *_notes(document),
        "</main>",
    ]
    return "\n".join(parts)


def _said(key: str, language: Language, **fill: object) -> str:
    return escape(say("report", key, language, **fill))


def _text(text: object) -> str:
    return escape(clean(text))


def _cover(document: Document) -> str:
    facts = "".join(f"<div><dt>{_text(label)}</dt><dd>{_text(value)}</dd></div>" for label, value in document.facts)
    subtitle = f'<p class="subtitle">{_text(document.subtitle)}</p>' if document.subtitle else ""
    told = simulated(document)
    return (
        f'<header class="cover">{mark()}<p class="organiser">{_text(document.organiser)}</p>'
        f'<h1 dir="auto">{_text(document.title)}</h1>{subtitle}'
        f"{f'<dl>{facts}</dl>' if facts else ''}"
        f"{f'<p class=simulated>{escape(told)}</p>' if told else ''}</header>"
    )


def _summary(document: Document) -> Iterator[str]:
    if document.summary:
        title = _said("summary", document.language)
        yield f'<section class="summary" aria-labelledby="summary"><h2 id="summary">{title}</h2>'
        yield "".join(f"<p>{_text(sentence)}</p>" for sentence in document.summary) + "</section>"


def _contents(sections: Sequence[tuple[str, Section, list[tuple[str, Block]]]], notes: bool, language: Language) -> str:
    lines = []
    whole = in_contents([section for _, section, _ in sections])
    for name, section, blocks in sections:
        inner = "".join(f'<li><a href="#{one}">{_text(block.title)}</a></li>' for one, block in blocks if whole)
        inner = f"<ol>{inner}</ol>" if inner else ""
        lines.append(f'<li><a href="#{name}">{_text(section.title)}</a>{inner}</li>')
    if notes:
        lines.append(f'<li><a href="#notes">{_said("notes", language)}</a></li>')
    title = f'<h2 id="contents">{_said("contents", language)}</h2>'
    return f'<nav class="contents" aria-labelledby="contents">{title}<ol>{"".join(lines)}</ol></nav>'


def _section(
    name: str, section: Section, blocks: Sequence[tuple[str, Block]], widths: Sequence[float], language: Language
) -> str:
    lead = f'<p class="lead">{_text(section.lead)}</p>' if section.lead else ""
    shown = "\n".join(_block(one, block, widths, language) for one, block in blocks)
    shown = shown or f'<p class="soft">{_said("empty", language)}</p>'
    title = f'<h2 id="{name}" dir="auto">{_text(section.title)}</h2>'
    return f'<section aria-labelledby="{name}">{title}{lead}\n{shown}</section>'


def _block(name: str, block: Block, widths: Sequence[float], language: Language) -> str:
    told = f"<p>{_text(block.sentence)}</p>" if block.sentence else ""
    n = escape(stands_on(block, language))
    mark = f' <strong class="simulated">{_said("simulated", language)}</strong>' if block.synthetic else ""
    told += f'<p class="n">{n}{mark}</p>'
    on_paper = len(widths) == 1
    table = _table(block.title, block.table, language, opened=on_paper) if has_table(block) else ""
    quotes = "".join(f'<blockquote dir="auto"><p>{_text(quote)}</p></blockquote>' for quote in block.quotes if quote)
    if quotes:
        quotes = f'<div class="quotes" role="group" aria-label="{_said("quotes", language)}">{quotes}</div>'
    beside = bool(on_paper and block.figure and table and not quotes and _narrow(block.table, language))
    if block.figure:
        drawn = "".join(
            f'<div class="{"narrow" if place else "wide"}">{_picture(block, BESIDE if beside else width)}</div>'
            for place, width in enumerate(widths)
        )
        told = f"<figure><figcaption>{told}</figcaption>{drawn}</figure>"
    else:
        told = f'<div class="told">{told}</div>'
    note = f'<p class="note">{_text(block.note)}</p>' if block.note else ""
    title = f'<h3 id="{name}" dir="auto">{_text(block.title)}</h3>'
    # a short table stays with its picture, where there are no words between them
    kept, after = (title + told, table)
    if beside:
        kept, after = f'{title}<div class="beside">{told}<div>{table}</div></div>', ""
    elif table and not quotes and _short(block.table):
        kept, after = f"{title}{told}{table}", ""
    return f'<article aria-labelledby="{name}"><div class="whole">{kept}</div>{quotes}{after}{note}</article>'


def _picture(block: Block, width: float) -> str:
    """The block's figure, which says what the block says, where it does not say it itself."""
    figure = block.figure or {}
    layout = figure["layout"]
    alt = layout.get("meta", {}).get("alt") or block.sentence or block.title
    return svg({**figure, "layout": {**layout, "meta": {"alt": alt}}}, width, TALL)


def _table(title: str, table: Table, language: Language, *, opened: bool) -> str:
    head = "".join(f'<th scope="col"{_right(table, k)}>{_text(name)}</th>' for k, name in enumerate(table.columns))
    rows = "".join(f"<tr>{''.join(_cells(row, language))}</tr>" for row in table.rows)
    label = _said("figures", language)
    short = ' class="short"' if _short(table) else ""
    whole = (
        f'<table{short}><caption class="unseen">{label}: {_text(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )
    if opened:
        # with its columns' widths given, a table is set on paper in a fraction of the time
        columns = "".join(f'<col style="width:{share:.1%}">' for share in _shares(table, language))
        set_widths = f"</caption><colgroup>{columns}</colgroup><thead>"
        return whole.replace("<table", '<table style="table-layout:fixed"', 1).replace(
            "</caption><thead>", set_widths, 1
        )
    named = f"{label}: {_text(title)}"
    return (
        f'<details><summary>{label}<span class="unseen">: {_text(title)}</span></summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{named}">{whole}</div></details>'
    )


def _cells(row: Sequence[Any], language: Language) -> Iterator[str]:
    for place, value in enumerate(row):
        text = f"<bdi>{escape(cell(value, language))}</bdi>"
        right = ' class="number"' if is_number(value) and place else ""
        yield f'<th scope="row">{text}</th>' if place == 0 else f"<td{right}>{text}</td>"


def _short(table: Table) -> bool:
    return len(table.rows) <= SHORT and sum(len(cell(value, "sv")) for row in table.rows for value in row) <= LONG


def _narrow(table: Table, language: Language) -> bool:
    """Whether a table has room beside its picture."""
    lines = [[clean(name) for name in table.columns], *([cell(one, language) for one in row] for row in table.rows)]
    return _short(table) and len(table.columns) <= COLUMNS and all(sum(map(len, line)) <= LETTERS for line in lines)


def _shares(table: Table, language: Language) -> list[float]:
    """How much of the width each column takes: by the longest that stands in it, and enough for its longest word."""
    needs = []
    for k, name in enumerate(table.columns):
        texts = [clean(name), *(cell(row[k], language) for row in table.rows if len(row) > k)]
        longest = min(60, max(map(len, texts)))
        word = min(18, max((len(word) for text in texts for word in text.split()), default=0))
        needs.append(2 + max(longest**0.8, word))
    return [need / sum(needs) for need in needs]


def _right(table: Table, column: int) -> str:
    """A head stands to the right over numbers."""
    found = [row[column] for row in table.rows if len(row) > column and row[column] not in (None, "")]
    return ' class="number"' if column and found and all(map(is_number, found)) else ""


def _notes(document: Document) -> Iterator[str]:
    if not document.notes:
        return
    yield f'<section class="notes" aria-labelledby="notes"><h2 id="notes">{_said("notes", document.language)}</h2>'
    for note in document.notes:
        paragraphs = "".join(f"<p>{_text(one)}</p>" for one in note.paragraphs)
        yield f"<h3>{_text(note.title)}</h3>{paragraphs}"
    yield "</section>"


@cache
def _face() -> str:
    """The look's letters, within the page."""
    source = b64encode(FONT.read_bytes()).decode()
    return (
        "@font-face{font-family:Inter;font-weight:100 900;"
        f'src:url("data:font/woff2;base64,{source}") format("woff2")}}'
    )
