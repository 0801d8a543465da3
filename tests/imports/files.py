"""Small files of the shapes that other tools write, and what an import makes of them."""

import csv
import io
import zipfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from samhandling.content.reading import Content
from samhandling.imports.command import bring_in
from samhandling.imports.storing import Stored
from samhandling.store import Store
from samhandling.store import answers as answers_table

Cells = Sequence[Sequence[Any]]

STEP = ["Samsyn", "Samverkan", "Samtal", "Vet ej", "Samhandling"]
"""What five people answer to the staircase."""

QUESTIONS = """
questions:
  - column: "Vilket steg?"
    item: E10.2/step
  - column: "Varför?"
    item: E10.2/why
"""


def csv_file(path: Path, rows: Cells, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def xlsx_file(path: Path, rows: Cells, sheet: str = "Sheet1", before: Sequence[str] = ()) -> Path:
    book = Workbook()
    for number, name in enumerate((*before, sheet)):
        page = book.active if number == 0 else book.create_sheet()
        assert page is not None
        page.title = name
    for row in rows:
        book[sheet].append(list(row))
    book.save(path)
    return path


LSS = """<?xml version="1.0" encoding="UTF-8"?>
<document>
 <LimeSurveyDocType>Survey</LimeSurveyDocType>
 <DBVersion>640</DBVersion>
 <questions><rows>
  <row><qid>11</qid><parent_qid>0</parent_qid><gid>1</gid><type>L</type><title>steg</title><other>N</other><question_order>1</question_order></row>
  <row><qid>12</qid><parent_qid>0</parent_qid><gid>1</gid><type>M</type><title>med</title><other>N</other><question_order>2</question_order></row>
  <row><qid>13</qid><parent_qid>0</parent_qid><gid>1</gid><type>F</type><title>grad</title><other>N</other><question_order>3</question_order></row>
  <row><qid>14</qid><parent_qid>0</parent_qid><gid>1</gid><type>T</type><title>fri</title><other>N</other><question_order>4</question_order></row>
 </rows></questions>
 <subquestions><rows>
  <row><qid>21</qid><parent_qid>12</parent_qid><title>SQ001</title><question_order>1</question_order><scale_id>0</scale_id></row>
  <row><qid>22</qid><parent_qid>12</parent_qid><title>SQ002</title><question_order>2</question_order><scale_id>0</scale_id></row>
  <row><qid>23</qid><parent_qid>13</parent_qid><title>SQ001</title><question_order>1</question_order><scale_id>0</scale_id></row>
  <row><qid>24</qid><parent_qid>13</parent_qid><title>SQ002</title><question_order>2</question_order><scale_id>0</scale_id></row>
 </rows></subquestions>
 <question_l10ns><rows>
  <row><id>1</id><qid>11</qid><question><![CDATA[<p>Vilket <b>steg</b>?</p>]]></question><language>sv</language></row>
  <row><id>2</id><qid>12</qid><question>Med vilka?</question><language>sv</language></row>
  <row><id>3</id><qid>13</qid><question>I vilken grad?</question><language>sv</language></row>
  <row><id>4</id><qid>14</qid><question>Annat &amp; mer</question><language>sv</language></row>
  <row><id>5</id><qid>21</qid><question>Skolan</question><language>sv</language></row>
  <row><id>6</id><qid>22</qid><question>Företag</question><language>sv</language></row>
  <row><id>7</id><qid>23</qid><question>Behov</question><language>sv</language></row>
  <row><id>8</id><qid>24</qid><question>Mognad</question><language>sv</language></row>
 </rows></question_l10ns>
 <answers><rows>
  <row><aid>1</aid><qid>11</qid><code>A1</code><sortorder>1</sortorder><scale_id>0</scale_id></row>
  <row><aid>2</aid><qid>11</qid><code>A2</code><sortorder>2</sortorder><scale_id>0</scale_id></row>
  <row><aid>3</aid><qid>13</qid><code>A1</code><sortorder>1</sortorder><scale_id>0</scale_id></row>
  <row><aid>4</aid><qid>13</qid><code>A2</code><sortorder>2</sortorder><scale_id>0</scale_id></row>
 </rows></answers>
 <answer_l10ns><rows>
  <row><id>1</id><aid>1</aid><answer>Samtal</answer><language>sv</language></row>
  <row><id>2</id><aid>2</aid><answer>Samsyn</answer><language>sv</language></row>
  <row><id>3</id><aid>3</aid><answer>Låg</answer><language>sv</language></row>
  <row><id>4</id><aid>4</aid><answer>Hög</answer><language>sv</language></row>
 </rows></answer_l10ns>
</document>
"""

LSR = """<?xml version="1.0" encoding="UTF-8"?>
<document>
 <LimeSurveyDocType>Responses</LimeSurveyDocType>
 <responses>
  <fields><fieldname>id</fieldname></fields>
  <rows>
   <row><id>1</id><submitdate>2026-03-04 10:15:00</submitdate><_9X1X11>A1</_9X1X11><_9X1X12SQ001>Y</_9X1X12SQ001><_9X1X12SQ002/><_9X1X13SQ001>A2</_9X1X13SQ001><_9X1X13SQ002>A1</_9X1X13SQ002><_9X1X14><![CDATA[Mer & mer]]></_9X1X14></row>
   <row><id>2</id><submitdate>2026-03-04 10:17:00</submitdate><_9X1X11>A2</_9X1X11><_9X1X12SQ001>Y</_9X1X12SQ001><_9X1X12SQ002>Y</_9X1X12SQ002><_9X1X13SQ001>A1</_9X1X13SQ001></row>
  </rows>
 </responses>
</document>
"""  # noqa: E501

LIME_CSV = [
    [
        "id", "submitdate", "lastpage", "startlanguage", "ipaddr", "steg", "med[SQ001]", "med[SQ002]", "grad[SQ001]",
        "grad[SQ002]", "fri",
    ],
    ["1", "2026-03-04 10:15:00", "1", "sv", "10.0.0.1", "A1", "Y", "", "A2", "A1", "Mer & mer"],
    ["2", "2026-03-04 10:17:00", "1", "sv", "10.0.0.2", "A2", "Y", "Y", "A1", "", ""],
]  # fmt: skip


def archive(path: Path, survey: str = LSS, responses: str = LSR) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as one:
        one.writestr("survey_9.lss", survey)
        one.writestr("survey_9_responses.lsr", responses)
    return path


def polis_folder(path: Path) -> Path:
    path.mkdir()
    csv_file(
        path / "participants-votes.csv",
        [
            ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", "0", "1", "2"],
            ["0", "1", "0", "3", "1", "1", "1", "-1", "0"],
            ["1", "0", "1", "1", "1", "0", "", "1", "1"],
        ],
    )
    csv_file(
        path / "comments.csv",
        [
            ["timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"],
            ["1", "x", "0", "0", "1", "0", "1", "Vi delar behoven"],
            ["1", "x", "1", "0", "1", "1", "1", "Vi ses för sällan, ring 070-123 45 67"],
            ["1", "x", "2", "0", "1", "0", "-1", "Köp klockor"],
        ],
    )
    return path


def mapping_file(folder: Path, text: str) -> Path:
    path = folder / "mapping.yaml"
    path.write_text(text, encoding="utf-8")
    return path


class Said:
    """What an import says."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.warned: list[str] = []


def imported(
    files: Sequence[Path], mapping: Path, content: Content | None = None, said: Said | None = None, **more: Any
) -> Stored | None:
    said = said or Said()
    return bring_in(files, mapping, content, tell=said.told.append, warn=said.warned.append, **more)


def stored(store: Path) -> list[dict[str, Any]]:
    """Every answer in a store."""
    with closing(Store(str(store), read_only=True)) as opened:
        return opened.read(answers_table.of_rooms)


def values(store: Path, item: str) -> list[Any]:
    """The values that an item has in a store, in order."""
    return [row["value"] for row in stored(store) if f"{row['exercise']}/{row['item']}" == item]
