"""The guide from its pages to a site and a PDF: written pages and generated ones, set by Sphinx, without a network."""

import io
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

from samhandling import __version__
from samhandling.content.language import Language
from samhandling.content.reading import Content
from samhandling.content.words import say
from samhandling.look import tokens
from samhandling.report import pdf as printed
from samhandling.report.guide import pages
from samhandling.report.handout import handout
from samhandling.report.page import mark, paper_tokens

HERE = Path(__file__).parent
FOLDER = "facilitator_guide"
SCREENS = "../../docs/screens/"
PARTS: dict[str, tuple[str, ...]] = {
    "part_before": ("planning", "room", "technique", "trouble"),
    "part_meetings": (),
    "part_after": ("between", "after", "pilots"),
    "part_reference": ("accessibility", "privacy", "glossary", "catalogue", "files"),
}
"""The chapters in order, by part; the meetings come from the series."""

_PICTURE = re.compile(rf"!\[([^\]]*)\]\({re.escape(SCREENS)}([\w-]+\.png)\)")
_CHAPTER = re.compile(r"\[([^\]]+)\]\((\d\w*)\.md\)")
_COLOUR = re.compile(r"\x1b\[[\d;]*m")


class GuideError(Exception):
    """The guide cannot be built; `reason` is a key of words/guide.yaml, `details` fill it in."""

    def __init__(self, reason: str, **details: object) -> None:
        super().__init__(f"{reason}: {details}")
        self.reason = reason
        self.details = details


class NoPdf(GuideError):
    """The site is there, the PDF could not be made."""


def build(content: Content, target: Path, language: Language, pdf: bool = True) -> list[Path]:
    """Build the guide of one language into `target`/<language>; the site's first page, and the PDF.

    Raises `GuideError` when there is nothing to build from or with, and `NoPdf` when only the PDF is missing.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_pages(content, work / "pages", language)
        site = target / language
        write_site(work / "pages", site, language)
        made = [site / "index.html"]
        if pdf:
            made.append(target / f"{FOLDER.replace('_', '-')}-{language}.pdf")
            write_pdf(work / "pages", made[-1], language)
    return made


# --- the pages


def write_pages(content: Content, folder: Path, language: Language) -> None:
    """Write all pages of one language as Sphinx sources: the written ones, and those made from the content."""
    written = content.root / FOLDER / language
    if not (written / "README.md").is_file():
        raise GuideError("no_guide", path=written)
    (folder / "exercises").mkdir(parents=True)
    (folder / "paper" / "paper").mkdir(parents=True)
    meetings = {meeting.id for meeting in content.series.meetings}
    for page in written.glob("*.md"):
        if page.stem[0].isdigit() and page.stem not in meetings:
            continue  # the chapter of a meeting that this series does not have
        (folder / _page_name(page)).write_text(_placed(page.read_text(encoding="utf-8"), content), encoding="utf-8")
    if (screens := content.root / "docs" / "screens").is_dir():
        shutil.copytree(screens, folder / "screens")

    def write(name: str, made: str) -> None:
        (folder / f"{name}.md").write_text(made, encoding="utf-8")

    for meeting in content.series.meetings:
        chapter = folder / f"{meeting.id}.md"
        if chapter.is_file():
            # the written chapter first, then what the series says
            with chapter.open("a", encoding="utf-8") as open_chapter:
                open_chapter.write("\n" + pages.run_sheet(content, meeting, language))
        else:
            write(meeting.id, pages.meeting_page(content, meeting, language))
    exercises = pages.in_order(content)
    for exercise in exercises:
        write(f"exercises/{exercise.id}", pages.exercise_page(content, exercise, language))
        paper = folder / "paper" / "paper" / f"{exercise.id}.html"
        paper.write_text(handout(exercise, language), encoding="utf-8")
    write("catalogue", pages.catalogue(content, language))
    write("files", pages.files(content, language))
    with (folder / "index.md").open("a", encoding="utf-8") as index:
        chapters = PARTS | {"part_meetings": tuple(meeting.id for meeting in content.series.meetings)}
        for part, names in chapters.items():
            index.write(_contents(part, [name for name in names if (folder / f"{name}.md").is_file()], language))
        index.write(_contents("part_exercises", [f"exercises/{one.id}" for one in exercises], language))


def _page_name(page: Path) -> str:
    # a folder's README is what a forge shows; a site begins with its index
    return "index.md" if page.stem == "README" else page.name


def _placed(written: str, content: Content) -> str:
    """A written page as the site has it; a picture or a meeting that is not there gives way to its words."""

    def picture(found: re.Match[str]) -> str:
        there = (content.root / "docs" / "screens" / found[2]).is_file()
        return f"![{found[1]}](screens/{found[2]})" if there else f"*{found[1]}*"

    def chapter(found: re.Match[str]) -> str:
        return found[0] if content.series.meeting(found[2]) else found[1]

    return _CHAPTER.sub(chapter, _PICTURE.sub(picture, written)).replace("(README.md", "(index.md")


def _contents(part: str, names: Iterable[str], language: Language) -> str:
    listed = "\n".join(names)
    return f"\n```{{toctree}}\n:hidden:\n:caption: {say('guide', part, language)}\n\n{listed}\n```\n"


# --- Sphinx


def _settings(language: Language) -> dict[str, Any]:
    light, dark = tokens(), tokens("dark")

    def colours(look: dict[str, str]) -> dict[str, str]:
        return {
            "color-brand-primary": look["accent"],
            "color-brand-content": look["accent"],
            "color-brand-visited": look["accent"],
            "color-background-primary": look["paper"],
            "color-foreground-primary": look["ink"],
            "color-foreground-muted": look["ink-soft"],
            "color-foreground-secondary": look["ink-soft"],
            "font-stack": look["font"],
        }

    title = say("guide", "title", language)
    return {
        "project": "Samhandling",
        "version": __version__,
        "copyright": say("guide", "licence", language),
        "html_show_copyright": False,
        "language": language,
        "extensions": ["myst_parser"],
        "myst_enable_extensions": ["colon_fence", "deflist"],
        "myst_heading_anchors": 3,
        "root_doc": "index",
        "smartquotes": False,
        "nitpicky": True,
        "numfig": False,
        "html_theme": "furo",
        "html_title": title,
        "html_short_title": title,
        "html_theme_options": {"light_css_variables": colours(light), "dark_css_variables": colours(dark)},
        "html_static_path": [str(HERE / "site")],
        "html_css_files": ["guide.css"],
        "html_extra_path": ["paper"],
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_show_sphinx": False,
        "exclude_patterns": ["paper"],
        # the pages hold no code to colour
        "highlight_language": "none",
    }


def _set(source: Path, target: Path, language: Language, builder: str, **settings: Any) -> None:
    try:
        import furo  # noqa: F401
        import myst_parser  # noqa: F401
        from sphinx.application import Sphinx
        from sphinx.errors import SphinxError
        from sphinx.util.docutils import docutils_namespace, patch_docutils
    except ImportError as error:
        raise GuideError("not_installed") from error
    said = io.StringIO()
    try:
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                source, None, target, source.parent / "doctrees", builder,
                _settings(language) | settings, status=None, warning=said, warningiserror=True,
            )  # fmt: skip
            app.build()
    except SphinxError as error:
        raise GuideError("not_built", detail=_COLOUR.sub("", said.getvalue()).strip() or error) from error
    if app.statuscode:
        raise GuideError("not_built", detail=_COLOUR.sub("", said.getvalue()).strip())


def write_site(source: Path, target: Path, language: Language) -> None:
    """Set the pages in `source` as a site in `target`; a warning is an error."""
    _set(source, target, language, "html")


# --- paper


def write_pdf(source: Path, file: Path, language: Language) -> None:
    """Set the pages in `source` as one tagged PDF with contents, page numbers and bookmarks.

    Raises `NoPdf` where WeasyPrint cannot run.
    """
    single = source.parent / "single"
    _set(source, single, language, "singlehtml", html_theme="basic", html_theme_options={}, html_css_files=[])
    html = _book((single / "index.html").read_text(encoding="utf-8"), language)
    try:
        made = printed.pdf(html, single / "index.html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made)
    except (printed.NoPdf, OSError) as error:
        raise NoPdf("no_pdf", detail=error) from error


def _book(single: str, language: Language) -> str:
    """One long page of Sphinx as a book: a cover, the contents with page numbers, the text."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(single, "html.parser")
    body = soup.select_one("div.body") or soup
    for link in body.select("a.headerlink"):
        link.decompose()
    for link in body.select('a[href^="../paper/"]'):
        link.unwrap()
    # Sphinx nests all pages in the first one; in a book each is a chapter of its own
    chapters = []
    for mark_of_page in body.select('span[id^="document-"]'):
        chapter = mark_of_page.find_next_sibling("section")
        if chapter is not None:
            chapters += [mark_of_page.extract(), chapter.extract()]
    body.extend(chapters)
    seen: set[str] = set()
    contents = []
    for chapter in body.find_all("section", recursive=False):
        headings = chapter.find_all(re.compile("^h[1-6]$"))
        above = int(headings[0].name[1]) - 1
        for heading in headings:
            heading.name = f"h{int(heading.name[1]) - above}"
            # pages share the names of their sections; in one long page each needs its own
            section = heading.find_parent("section") or chapter
            anchor = str(section["id"])
            while anchor in seen:
                anchor += "-"
            seen.add(anchor)
            section["id"] = anchor
            if heading.name in ("h1", "h2"):
                words = escape(heading.get_text(" ", strip=True))
                contents.append(f'<li class="{heading.name}"><a href="#{anchor}">{words}</a></li>')
    title, said = escape(say("guide", "title", language)), _sayer(language)
    style = f"{paper_tokens()}\n{(HERE / 'book.css').read_text(encoding='utf-8')}"
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title} – Samhandling</title>'
        f"<style>{style}</style></head><body>"
        f'<header class="cover">{mark()}<p class="title">{title}</p><p>Samhandling {__version__}</p>'
        f"<p>{said('licence')}</p></header>"
        f'<nav class="contents"><h1 id="contents">{said("contents")}</h1><ul>{"".join(contents)}</ul></nav>'
        f"<main>{body.decode_contents()}</main></body></html>"
    )


def _sayer(language: Language) -> Callable[[str], str]:
    return lambda key: escape(say("guide", key, language))
