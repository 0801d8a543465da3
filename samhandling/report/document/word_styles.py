"""The styles of a report in Word: the look's letters and colours, in styles that Word knows and some of our own."""

from typing import Any

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from samhandling.content.language import Language
from samhandling.look import tokens

LOCALES: dict[Language, str] = {"sv": "sv-SE", "en": "en-GB"}
FONT = "Inter"
LISTED = "Samhandling"
"""The name of the tables' own style."""


def styled(word: Word, language: Language, wide_mm: float) -> None:
    """Give a document the report's styles, and its language; the text is so many millimetres wide."""
    look = tokens()
    # a reader without the look's letters gets those nearest
    fonts = next(part for part in word.part.package.iter_parts() if part.partname.endswith("fontTable.xml"))
    other = f'<w:font w:name="{FONT}"><w:altName w:val="Calibri"/><w:family w:val="swiss"/></w:font></w:fonts>'
    fonts._blob = fonts.blob.replace(b"</w:fonts>", other.encode())
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for tag in ("w:rFonts", "w:lang"):
        for old in defaults.findall(qn(tag)):
            defaults.remove(old)
    names = " ".join(f'w:{part}="{FONT}"' for part in ("ascii", "hAnsi", "eastAsia", "cs"))
    defaults.insert(0, parse_xml(f"<w:rFonts {nsdecls('w')} {names}/>"))
    locale = LOCALES[language]
    defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{locale}" w:eastAsia="{locale}" w:bidi="ar-SA"/>'))
    for theme in word.settings.element.findall(qn("w:themeFontLang")):
        theme.set(qn("w:val"), locale)
    text = {"ink": look["ink"], "soft": look["ink-soft"], "accent": look["accent"], "warm": look["warm"]}
    _style(word, "Normal", 10.5, text["ink"], after=6, line=1.25)
    _style(word, "Title", 30, text["ink"], bold=True, after=6, line=1.1)
    _style(word, "Subtitle", 14, text["soft"], after=18)
    _style(word, "Heading 1", 18, text["ink"], bold=True, before=24, after=6, line=1.15)
    _style(word, "Heading 2", 13, text["ink"], bold=True, before=18, after=3, line=1.2)
    _style(word, "Caption", 10.5, text["ink"], after=2, line=1.25)
    _style(word, "Quote", 10.5, text["ink"], before=3, after=6, line=1.25)
    _style(word, "Header", 8.5, text["soft"])
    _style(word, "Footer", 8.5, text["soft"])
    _style(word, "Lead", 12, text["soft"], after=6, base="Normal")
    _style(word, "Basis", 9, text["soft"], after=6, base="Normal")
    _style(word, "Simulated", 10.5, text["warm"], bold=True, before=12, base="Normal")
    _style(word, "Cell", 9, text["ink"], after=0, line=1.15, base="Normal")
    for level in (1, 2):
        style = _style(word, f"toc {level}", 10.5 - level / 2, text["ink"], bold=level == 1, after=1, base="Normal")
        style.paragraph_format.left_indent = Mm(6 * (level - 1))
        style.paragraph_format.tab_stops.add_tab_stop(Mm(wide_mm), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        style.paragraph_format.space_before = Pt(6 if level == 1 else 0)
    word.styles["Caption"].paragraph_format.keep_with_next = True
    quote = word.styles["Quote"]
    quote.paragraph_format.left_indent = Mm(4)
    line = f'<w:left w:val="single" w:sz="18" w:space="8" w:color="{look["accent"][1:]}"/>'
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")
    quote.element.get_or_add_pPr().insert_element_before(border, "w:tabs", "w:spacing", "w:ind")
    word.styles.element.append(parse_xml(_table_style(look)))


def _style(
    word: Word, name: str, size: float, colour: str, *, bold: bool = False, before: float = 0, after: float = 0,
    line: float = 1.2, base: str = "",
) -> Any:  # fmt: skip
    """A paragraph style: one that Word has, or one of the report's own on top of `base`."""
    try:
        style = word.styles[name]
    except KeyError:
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc"))
    if base:
        style.base_style = word.styles[base]
    # the headings of the template have letters and lines of a theme's
    properties = style.element.get_or_add_rPr()
    for old in [*properties]:
        properties.remove(old)
    for border in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        border.getparent().remove(border)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour[1:].upper())
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), line
    return style


def _table_style(look: dict[str, str]) -> str:
    line, strong = look["line"][1:], look["line-strong"][1:]
    margins = "".join(
        f'<w:{side} w:w="{wide}" w:type="dxa"/>'
        for side, wide in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))
    )
    below = f'<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{strong}"/></w:tcBorders>'
    return (
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{LISTED}"><w:name w:val="{LISTED}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:qFormat/>'
        f'<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="{line}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{line}"/></w:tblBorders>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>{below}</w:tcPr></w:tblStylePr></w:style>'
    )
