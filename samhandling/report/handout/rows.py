"""Paper forms of the kinds that take rows."""

from html import escape

from samhandling.content.kinds import Board, Table
from samhandling.content.language import Language
from samhandling.content.words import say
from samhandling.report.handout.parts import how, label


def table(item: Table, language: Language) -> str:
    """An empty table; where there are options, they stand under the column's name."""
    heads = []
    for column in item.columns:
        unit = f" ({escape(column.unit.in_(language))})" if column.unit else ""
        options = " / ".join(label(option, language) for option in column.options)
        under = f'<br><span class="how">{options}</span>' if options else ""
        heads.append(f'<th scope="col">{label(column, language)}{unit}{under}</th>')
    rows = f"<tr>{'<td></td>' * len(item.columns)}</tr>" * min(item.at_most, 6)
    head = f"<thead><tr>{''.join(heads)}</tr></thead>"
    return f'<div class="scroll"><table>{head}<tbody class="empty">{rows}</tbody></table></div>'


def board(item: Board, language: Language) -> str:
    """A table: the cards down, with the statuses to circle, and room for a note."""
    under = " / ".join(label(status, language) for status in item.statuses)
    heads = [say("paper", "card", language), say("paper", "circle_one", language)]
    heads += [say("paper", "note", language)] if item.note else []
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    note = "<td></td>" if item.note else ""
    cells = f'<td class="how">{under}</td>{note}'
    rows = "".join(f'<tr><th scope="row">{label(card, language)}</th>{cells}</tr>' for card in item.cards)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return how("board", language) + f'<div class="scroll">{table}</div>'
