"""Polis: the folder of an exported conversation, with who voted what and the statements.

A vote is 1 (agree), 0 (pass) or -1 (disagree), and empty where a statement was not seen (the shape of
`participants-votes.csv` and `comments.csv` in Polis's open data).
"""

import re
from pathlib import Path

from samhandling.imports.refusing import CannotImport
from samhandling.imports.sheets import Sheet, Structure, digest_of, read_bytes, read_csv

VOTES, STATEMENTS, SUMMARY = "participants-votes.csv", "comments.csv", "summary.csv"
_STATEMENT = re.compile(r"\d+")
REMOVED = "-1"
"""What `moderated` says of a statement that the moderators took away."""


def is_export(path: Path) -> bool:
    """Whether a path is the folder of an exported conversation, or its file of votes."""
    return (path / VOTES).is_file() or path.name == VOTES


def read_export(path: Path) -> Sheet:
    """The votes by participant; statements that the moderators took away are left out."""
    folder = path if path.is_dir() else path.parent
    if not (folder / STATEMENTS).is_file():
        raise CannotImport("no_statements", path=folder)
    sheet, statements = read_csv(folder / VOTES), read_csv(folder / STATEMENTS)
    if missing := {"comment-id", "comment-body"} - set(statements.headers):
        raise CannotImport("no_statements", path=folder / sorted(missing)[0])
    texts = {
        record.cells["comment-id"]: record.cells["comment-body"]
        for record in statements.records
        if record.cells.get("moderated") != REMOVED and {"comment-id", "comment-body"} <= record.cells.keys()
    }
    sheet.headers = [one for one in sheet.headers if not _STATEMENT.fullmatch(one) or one in texts]
    kept = set(sheet.headers)
    for record in sheet.records:
        record.cells = {column: cell for column, cell in record.cells.items() if column in kept}
    topic = _topic(folder / SUMMARY)
    sheet.structure = {
        one: Structure(" ".join(texts[one].split()), "polis", "votes", topic) for one in sheet.headers if one in texts
    }
    # the statements are part of what is imported
    sheet.digest = digest_of(f"{sheet.digest}{statements.digest}".encode())
    sheet.format = "polis"
    return sheet


def _topic(path: Path) -> str:
    """What the conversation was about, where the export tells."""
    if not path.is_file():
        return ""
    read_bytes(path)
    sheet = read_csv(path)
    # the file has its keys in the first column, and the topic in the first row
    return sheet.headers[1] if sheet.headers[0] == "topic" and len(sheet.headers) > 1 else ""
