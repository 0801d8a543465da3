"""What is seen only across groups, rounds, statements and contacts."""

from collections.abc import Iterator

from samhandling.content.language import Language
from samhandling.report.document.model import Section
from samhandling.report.material import Material
from samhandling.report.sections.change import changes
from samhandling.report.sections.contacts import contacts
from samhandling.report.sections.groups import groups
from samhandling.report.sections.opinions import opinions
from samhandling.report.sections.portfolio import portfolio
from samhandling.report.sections.priorities import priorities
from samhandling.report.sections.stairs import stairs


def comparing(material: Material, language: Language) -> Iterator[Section]:
    """The sections that these answers have enough for."""
    for made in (stairs, changes, groups, portfolio, priorities, opinions, contacts):
        if (section := made(material, language)) is not None:
            yield section
