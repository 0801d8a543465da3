"""What is written with a capital letter in Swedish or English and names no person."""

import csv
import re
from functools import cache

from samhandling.content.folder import PACKAGE, find_root

# words that open a sentence, where the capital says nothing; not those that are given names too (Per, Bo, Siv)
_OPENING = """
skriv läs kolla bilden bladet alla allt andra annars antingen att av bara behövs behöver bland bra bristen bättre båda
de dela delvis dem den denna deras dessa dessutom det detta dit du där därför då efter eftersom ej eller en endast
enbart era ers ert ett fast fem finns fler flera fler flest fram framför från färre få för förutom före före gemensam
gemensamma genom ge gå gör göra ha han har hela hen henne hennes hej hellre hitta hjälp hon hos hur här i ibland idag
inför inga ingen inget innan inom inte ja jag kan kanske kom kommer kortare krav kunde kräv kräver lika lite längre
låt lär man med medan mellan men mer mest min mina mindre minst mitt mot mycket måste många möjligen möjligt möt ni
nej nu ny nya nytt när nästa någon något några nära oavsett och ofta också olika om oss osv på redan rätt samma samman
samt se ska skaffa skapa skulle som starta stor stora större så sådan säg sätt ta tack tidig tidigare till tillsammans
tre trots två tydlig tydligare tyvärr under ut utan utom utöver vad var vara varför varje vem vems vet vi vid viktig
viktigt vilka vilken vilket vill våga vår våra vårt väl är även å åt över öppna bjud bygg använd byt samla satsa sluta
fortsätt fortsatt håll lyft sprid stäm utse utbilda validera följ utgå enligt välj gärna direkt snarare särskilt
exempelvis numera förr ingenting a about above add after again all almost already also although always among an and
another any are around as ask at away be because been before being below best better between both build but by can
could create did do does done down during each early either enough especially even ever every everyone few fewer find
first focus for from further get give go good great had has have having he help her here his how however i if in
include instead into is it its just keep know last less let like look lot made make many maybe me meet mine more most
much must my need needs never new next no nobody none not nothing now of off often on once one only open or other our
out over own people perhaps please put rather really same see several share she should show since so some something
sometimes start still stop such take tell than thank thanks that the their them then there these they this those
though through thus to together too try two under unless until up us use used useful using very want was we well were
what when where whether which while who whose why with within without work would yes yet you your none
"""

# organisations, their parts, and what they make
_ORGANISATIONS = """
ab hb ltd inc gmbh oy asa group stad stadens region regionen regionens län länet länsstyrelsen kommun kommunens
myndighet arbetsförmedlingen arbetsförmedlingens skolverket skolverkets försäkringskassan tillväxtverket
migrationsverket almi samhall vinnova komvux yrkesvux lärvux sfi yh myh uhr csn skr sobona saco tco lo unionen
kommunal vårdförbundet sveriges svensk svenska svenskt sverige riksdagen regeringen eu esf eures cedefop oecd scb af
rka fn nato företagarna näringsliv näringslivet handelskammaren teknikföretagen byggföretagen almega visita
installatörsföretagen rotary lions folkhögskola folkuniversitetet medborgarskolan studieförbundet abf sensus hermods
lernia jensen movant academedia chalmers karolinska kth lth rise ivl swedbank nordea handelsbanken volvo scania saab
ericsson ikea skf abb sandvik alfa laval tetra pak astra zeneca astrazeneca electrolux stena northvolt vattenfall eon
postnord ica coop axfood lidl willys systembolaget apoteket telia tele2 telenor spotify klarna manpower adecco
randstad academic poolia google microsoft apple amazon facebook meta instagram linkedin tiktok youtube twitter teams
zoom excel word powerpoint outlook sharepoint office windows linux github gitlab git jupyter notebook notebooks python
docker singularity slack trello miro mentimeter kahoot padlet forms chatgpt openai copilot wikipedia visual studio
code coderefinery refinery carpentries carpentry software data science travis read docs pages readthedocs snakemake
fortran java javascript matlab latex overleaf pycharm conda anaconda cmake coveralls hub lab bankid kivra platsbanken
kolada jobtech yrkeskollen onetonline
"""

# words that stand in names of organisations, programmes, posts and titles
_PARTS = """
academy adult advisory agency association authority bank board business campus care center central centre chamber
chapter city civil clinic club college commerce commission committee community company confederation conference
cooperation corporate corporation council county culture day department development digital director district division
ministry national nordic north northern south southern east eastern west western open park partner partners
partnership policy private professional programme project public quality regional research review rural school schools
sector senior service services skill skills social society state strategic strategy sustainability sustainable swedish
team technology training transition trust union united university upper urban validation vocational week welfare
workshop worker workers world young youth employer employers employment economic economy education energy engineering
enterprise environment european europe faculty federation finance forum foundation fund general global government
green growth health higher high hospital human industry information initiative innovation institute international job
jobs junior labour labor law learning library life lifelong local management manager market member municipal
municipality museum network office online organisation organization platform pilot student teacher statistics sciences
biology chemistry physics medicine staff researcher scientist engineer support unix shell natural environmental
administrative related head boot camp rescue instructor latest version date code review unit testing

akademi arbete arbetsmarknad barn besöksnäring bransch branschråd bygg byggnads college compact data digitala digital
el ekonomi energi europa europeiska fackförbund fastighet fordon framtid forum förskola företag företagare fritid
gränna grundskola gymnasie handel hem hotell hållbar hälsa högskola idé industri information invest it jobb kraft
kultur kunskap kök lag livslångt lokal lärande lärcentrum mark marknad miljö mobilitet mässa mässan nationella nätverk
nordisk nordiska norr norra norden offentlig omsorg park partners plan platsen produktion program projekt restaurang
råd rör samhälle samverkan service sjukvård skog skola små snabbspår social sociala special stiftelsen strategi studie
syd system södra söder teknik tekniska tillväxt transport turism ung unga universitet utbildning vuxen vuxna vux vård
västra väst väster yrke yrkes yrkeshögskola yrkesprogram yrkesutbildning öst östra öster mellan mellersta övre nedre
lilla gamla sankt vision arena akademin science kommunal kommunala statliga privata styrgrupp ledningsgrupp perspektiv
policy plattform process perspective platform rum sal grupp bord steg fas träff möte vecka dag år bilaga tabell figur
avsnitt kapitel step phase table meeting group room section annex figure chapter appendix part del note exercise
övning round omgång
"""

# parts of the world, peoples, languages, days and months
_WORLD = """
stockholms göteborgs malmös skåne halland hallands blekinge småland östergötland västergötland götaland svealand
norrland dalarna värmland närke västmanland sörmland södermanland uppland gästrikland hälsingland medelpad
ångermanland jämtland härjedalen västerbotten norrbotten lappland dalsland bohuslän gotland öland sjuhärad fyrbodal
skaraborg mälardalen öresund bergslagen roslagen norge danmark finland island tyskland polen ukraina syrien
afghanistan irak iran somalia eritrea turkiet england storbritannien usa kina indien frankrike spanien italien
nederländerna oslo köpenhamn helsingfors berlin london bryssel paris baltikum balkan asien afrika amerika sweden
norway denmark iceland germany poland ukraine syria iraq turkey britain uk us china india france spain italy
netherlands copenhagen helsinki brussels gothenburg lapland america africa asia nordics scandinavia costa rica new
zealand nya zeeland saudi arabia saudiarabien arabien sri lanka hong kong puerto rico san marino burkina faso sierra
leone salvador kanada canada australien australia japan korea mexiko mexico brasilien brazil argentina chile thailand
vietnam filippinerna philippines etiopien ethiopia kenya sudan egypten egypt israel libanon lebanon jordanien ryssland
russia estland estonia lettland latvia litauen lithuania schweiz switzerland österrike austria belgien belgium
portugal grekland greece rumänien romania bulgarien bulgaria serbien serbia kroatien croatia bosnien bosnia kosovo
ungern hungary tjeckien slovakien irland ireland skottland scotland wales svenska engelska arabiska finska norska
danska tyska franska spanska somaliska tigrinja dari persiska ukrainska ryska english swedish finnish norwegian danish
german french spanish arabic ukrainian russian polish american british monday tuesday wednesday thursday friday
saturday sunday january february march april june july august september october november december måndag tisdag onsdag
torsdag fredag lördag söndag januari februari mars maj juni juli augusti oktober jul julen påsk påsken midsommar
christmas easter covid corona brexit gud god internet
"""

_WORDS = frozenset(f"{_OPENING} {_ORGANISATIONS} {_PARTS} {_WORLD}".split())

# how nouns and adjectives end that are no names; of a name at least so much must be left before it that it is no name
_ENDINGS = (
    "ning", "ningen", "ningar", "ningarna", "ningens", "else", "elsen", "elser", "het", "heten", "heter", "heterna",
    "skap", "skapet", "tion", "tionen", "tioner", "sion", "verket", "verkets", "myndigheten", "myndighet", "kassan",
    "styrelsen", "styrelse", "nämnden", "nämnd", "kommun", "kommunen", "kommunens", "kommuner", "kommunerna", "skolan",
    "skolans", "skola", "skolor", "skolorna", "gymnasiet", "gymnasium", "universitet", "universitetet", "högskolan",
    "inspektionen", "förmedlingen", "institutet", "institut", "rådet", "råden", "bolaget", "bolagen", "bolag",
    "företag", "företaget", "företagen", "föreningen", "förening", "förbundet", "förbund", "centrum", "centret",
    "center", "länet", "parken", "museet", "sjukhuset", "sjukhus", "kyrkan", "forum", "banken", "fonden", "fördraget",
    "programmet", "program", "projektet", "projekt", "planen", "plan", "modellen", "metoden", "listan", "veckan",
    "dagen", "dagarna", "dagar", "gatan", "vägen", "torget", "området", "erna", "orna", "arna", "arnas", "ande", "ende",
    "iska", "iskt", "are", "aren", "vux", "arbete", "arbetet", "handel", "industri", "industrin", "teknik", "tekniker",
    "tekniken", "utveckling", "chef", "chefen", "lagen", "lag", "skötare", "sköterska", "sköterskor", "kompetens",
    "kompetensen", "yrken", "yrket", "plats", "platser", "platsen", "praktik", "kurser", "kurs", "kursen", "stöd",
    "marknad", "marknaden", "former", "avtal", "ighet", "ligt", "liga", "samt", "mässig", "skolare", "college",
    "ing", "ings", "agement", "elopment", "loyment", "ernment", "ness", "ship", "ships", "ology", "ical", "ation",
    "ations", "ational", "isation", "ization", "hood", "ibility", "ability", "ities", "ivity",
)  # fmt: skip
_LEFT = 4


# HR-chef, DalaWux; not Anna-Karin, and not the two prefixes that names have
_MIXED = re.compile(r"[^\W\d_]*[A-ZÅÄÖ]{2}[^\W\d_]*-|(?<!Mc)(?<!Mac)(?<![-’'])(?<!^)[A-ZÅÄÖ]")


def names_no_person(word: str) -> bool:
    """Whether a capitalised word is known to be something else than a person's name; a genitive too."""
    lower = word.lower()
    if _MIXED.search(word):
        return True
    if lower in _WORDS or lower in _places() or (lower.endswith("s") and lower[:-1] in _places()):
        return True
    parts = lower.split("-")
    if len(parts) > 1 and (parts[-1] in _WORDS or parts[0] in _WORDS):
        return True
    # most words end otherwise, which is found out at once
    return lower.endswith(_ENDINGS) and any(
        len(lower) >= len(one) + _LEFT or (lower == one and len(one) > _LEFT) for one in _ENDINGS if lower.endswith(one)
    )


@cache
def _places() -> frozenset[str]:
    """The words of the names of Sweden's municipalities and counties."""
    path = find_root(PACKAGE) / "datasets" / "municipalities.csv"
    if not path.is_file():
        return frozenset()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    words = {word for row in rows for word in f"{row['name']} {row['county_name']}".lower().split()}
    return frozenset(words | {word.removesuffix("s") for word in words})
