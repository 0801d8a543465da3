"""What tells who somebody is goes; municipalities, agencies, occupations and ordinary words stay."""

import csv
import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samhandling.analysis import disclosure
from samhandling.analysis.personal import findings, mask
from samhandling.content.reading import Content
from tests.conftest import ROOT

# «» stand around what is a person's name; given names alone, of no one in particular
WITH_NAMES = r"""
Ring «Anna Maria» på kommunen.
ring «Erik» om praktikplatserna
Kontakta «Karin» när listan är klar.
Kontakta gärna «Lars Olof» eller «Eva» på skolan.
Jag pratade med «Johan» på Arbetsförmedlingen om detta.
Min chef «Karin» säger nej till allt.
Vår rektor «Birgitta» vill ha fler lärlingar.
Det fungerar bra enligt «Anna» på kommunen.
Enligt «Mats Gunnar» finns det inga pengar.
Jag heter «Sofia» och arbetar med vägledning.
Hej, jag heter «Ahmed» och söker praktik.
«Anna Karin» har lovat att skicka listan.
Det var «Maria Elena» som föreslog modellen.
Samordnaren «Per» ringer runt till företagen.
Prata med «Fatima» eller «Ali» först.
Mvh «Lena»
Tack för i dag! /«Gunilla»
Vi behöver fler handledare.\nHälsningar\n«Kerstin»
Vänligen, «Nils Petter»
Herr «Svante» tog över efter årsskiftet.
Dr «Helena» leder valideringen.
Fråga «Jonas», «Linnea» och «Oskar» om mötet.
En kollega som heter «Amina» har gjort en karta.
Bjud in «Karl Johan» från Volvo till nästa träff.
Näringslivschefen «Stefan» bör vara med.
Hon heter «Yasmin».
Tack till «Ingrid» som höll i det!
Tack «Elsa»!
Studievägledaren «Emma Lovisa» har alla kontakter.
Mejla «Bo» senast fredag.
Vi följer upp med «Ove Bertil» och Region Halland.
Handläggare «Sara» på Försäkringskassan svarar aldrig.
Hör med «Henrik» på Tillväxtverket.
Vi tyckte att «Ulla Britt» lyssnade på oss.
Min son «Elias» fick ingen plats.
Det bestämmer «Göran» och ingen annan.
Som «Margareta» sa på förra mötet behövs mer tid.
Kontaktperson: «Åsa Marie»
Kontaktperson är «Hanna».
«Pia» på kommunen vet mer.
Ring «Li» i receptionen.
Träffade «Zeynep» på mässan, bra idéer om språkstöd.
Call «Emma» at the municipality.
Please contact «John Peter» before Friday.
I spoke with «Sarah» about internships.
My manager «David» does not give us the time.
According to «Susan Mary» there is no budget.
Mr «Thomas» runs the workshop.
Ms. «Linda» knows the employers.
Our coordinator «Ahmed» does all the work.
Thanks to «Peter» for the list!
Hi «Maria», could you send the slides?
My name is «Julia» and I work with validation.
«Mary Ann» suggested a common calendar.
Ask «Robert» or «Helen» at the school.
Best regards,\n«Catherine»
A colleague named «Omar» started this.
The teacher «Alice» showed us how.
We met «George William» at the fair.
It was «Daniel» who wrote the plan.
""".strip().split("\n")
WITHOUT = """
Region Halland och Västra Götalandsregionen delar på ansvaret.
Arbetsförmedlingen, Skolverket och Försäkringskassan behöver samma bild.
Fler undersköterskor i Upplands Väsby och Östra Göinge.
När Volvo flyttar behöver Göteborg en ny plan.
Samverkan mellan Region Skåne och Malmö stad fungerar.
Business Region Göteborg kan samla företagen.
Kontakta Arbetsförmedlingen tidigt.
Enligt Skolverket minskar antalet elever.
Enligt Region Dalarna saknas 400 svetsare.
Ring kommunen. Be dem svara.
Vi använder Microsoft Teams och Google Forms.
Kontakta Region Uppsala eller Svenskt Näringsliv.
Sjuksköterskor, Undersköterskor och Barnskötare saknas.
Mer validering på Komvux. Yrkeshögskolan bör vara med.
Vi behöver praktik i Norra Sverige och på Gotland.
Teknikcollege och Vård- och omsorgscollege är bra förebilder.
Ska Länsstyrelsen eller Tillväxtverket leda?
Plan B är att börja i höst.
Mellan Falun och Borlänge går det en buss.
Bristen på VVS-montörer är störst i Lilla Edet.
Utbilda handledare! Betala för tiden!
Var finns Almi? Var finns Företagarna?
Svenska för invandrare och Yrkesvux behöver hänga ihop.
Linköpings universitet och Högskolan i Borås
Min chef på Skolverket säger nej.
Vår rektor är positiv.
Jag är Svetsare i grunden.
Projektet heter Framtidens Kompetens.
Hej alla! Tack för en bra dag.
Tack till Region Gävleborg för lokalen.
Kompetensförsörjning Nu, inte sedan.
Public Employment Service and the Swedish National Agency for Education
Better use of Jupyter Notebooks and GitHub.
The University of Gothenburg and Chalmers could lead.
Contact the Swedish Public Employment Service.
In September we start with English courses.
More internships in Region Västernorrland, fewer meetings.
Work with Business Sweden and Vinnova on this.
The County Administrative Board should decide.
According to Statistics Sweden the shortage grows.
My manager wants results.
I am Swedish and work in Norway.
Python, Git and Docker were new to me.
More time for Code Review and Unit Testing.
Dear all, thanks for a good day.
""".strip().split("\n")


def _measured(marked: list[str]) -> tuple[int, int, int, list[str]]:
    """How many names there are, how many of them were found whole, how many findings were no name, and the faults."""
    there = found_whole = wrong = 0
    faults = []
    for line in marked:
        line = line.replace("\\n", "\n")
        text = re.sub("[«»]", "", line)
        spans = [(one.start() - 2 * n, one.end() - 2 * n - 2) for n, one in enumerate(re.finditer("«[^»]*»", line))]
        found = [(one.start, one.end) for one in findings(text)]
        missed = [one for one in spans if not any(start <= one[0] and one[1] <= end for start, end in found)]
        extra = [one for one in found if not any(start < one[1] and one[0] < end for start, end in spans)]
        there, found_whole, wrong = there + len(spans), found_whole + len(spans) - len(missed), wrong + len(extra)
        faults += [f"{text!r}: {[text[a:b] for a, b in missed]} {[text[a:b] for a, b in extra]}"] * bool(missed + extra)
    return there, found_whole, wrong, faults


def test_names_are_found_and_ordinary_words_stay() -> None:
    there, found, wrong, faults = _measured(WITH_NAMES)
    _, _, more, more_faults = _measured(WITHOUT)
    assert len(WITH_NAMES) + len(WITHOUT) >= 60
    told = "\n".join(faults + more_faults)
    assert found / there >= 0.95, told
    assert found / (found + wrong + more) >= 0.97, told


def test_what_the_series_says_itself_holds_no_name() -> None:
    content = Content.read(ROOT)
    texts = [row["name"] for row in _rows("municipalities")] + [row["county_name"] for row in _rows("municipalities")]
    texts += [row["yb_yrke"] for row in _rows("shortage")] + [row["name_en"] for row in _rows("occupation_names")]
    for exercise in content.exercises.values():
        texts += _texts(exercise.model_dump())
    texts += [f"Vi i {one} tror på Region {one}." for one in content.municipalities.values()]
    assert len(texts) > 3000
    assert [text for text in texts if mask(text) != text] == []


def _rows(dataset: str) -> list[dict[str, str]]:
    with (ROOT / "datasets" / f"{dataset}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _texts(data: object) -> list[str]:
    match data:
        case str():
            return [data]
        case dict():
            return [text for one in data.values() for text in _texts(one)]
        case list() | tuple():
            return [text for one in data for text in _texts(one)]
        case _:
            return []


@pytest.mark.parametrize(
    "text",
    ["Storgatan 12", "Kungsgatan 5 B", "Södra vägen 3", "Ekbackens väg 14", "Björkallén 7", "12 Church Street"],
)
def test_an_address_is_masked(text: str) -> None:
    assert mask(f"Vi ses på {text}.") == "Vi ses på [adress]."
    assert mask(f"Möte: {text}", "en") == "Möte: [address]"


@pytest.mark.parametrize(
    "text", ["Riksväg 40 är avstängd", "Utvecklingsvägen 2030", "Steg 3, Bord 12", "Handlingsplan 2026", "Vägen 20 %"]
)
def test_other_numbers_are_no_address(text: str) -> None:
    assert mask(text) == text


def test_findings_say_what_stands_where() -> None:
    text = "Ring Anna Maria på 070-123 45 67 eller am@example.se, Storgatan 1."
    found = findings(text)
    assert [(one.kind, text[one.start : one.end]) for one in found] == [
        ("name", "Anna Maria"), ("phone", "070-123 45 67"), ("email", "am@example.se"), ("address", "Storgatan 1"),
    ]  # fmt: skip
    assert mask(text) == "Ring [namn] på [telefon] eller [e-post], [adress]."
    assert mask(text, "en") == "Ring [name] på [phone] eller [e-mail], [address]."
    assert findings("Fler praktikplatser i Borås") == []


def test_there_is_one_mask() -> None:
    assert disclosure.mask is mask


PIECES = (
    "Anna Maria Ring ring Kontakta kontakta och , . / \n min chef Region Borås Volvo AB A K. von Mvh 070-1234567 "
    "a@b.se Storgatan 12 Mr hej sa [ ] ] : ( jag heter enligt Skolverket 850730-1234 åäö ÅÄÖ Éva 😀"
).split(" ")


@settings(deadline=None, max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from((" ", "  ", "", ", ", "\n")))
def test_masking_twice_changes_nothing_more(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    once = mask(text)
    assert mask(once) == once
    found = findings(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000, "A" * 100_000, "Aa" * 50_000, "a@" * 50_000, "Storgata" * 12_500, "1" * 100_000, "07-" * 33_000,
        "Ab " * 33_000, "Anna-" * 20_000, "mvh" + "\n" * 90_000 + "Anna", "ring hos " * 11_000 + "Anna", "/ " * 50_000,
    ],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_long_texts_take_no_long_time(text: str) -> None:
    began = time.perf_counter()
    mask(text)
    assert time.perf_counter() - began < 2
