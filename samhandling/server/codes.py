"""Codes, PINs and links: what people read out, write down, or must not guess."""

import random
import secrets
from collections.abc import Container

# Swedish words that are easy to say, hear and type; no å, ä or ö, which some keyboards lack
WORDS = (
    "ALMAR BALANS BANAN BERGET BJORK BLADET BLOMMA BORGEN BRISEN BRYGGA BUKETT CIRKEL CITRON DALEN DROPPE EKORRE "
    "ELDEN FACKLA FAMILJ FANFAR FASAN FEMMAN FIKON FINALE FISKEN FLAGGA FLORA FLOTTE FLYGEL FOLKET FONTAN FOSSIL "
    "FRAMTID FRISK FRUKT FUNKIS GALAX GARDIN GIRAFF GITARR GLANS GLASS GNISTA GRANEN GRUPP GULDET HAMNEN HARPA "
    "HAVET HEMMET HIMLEN HONUNG HOPPET HUMLA HUMOR IDYLL INSJO IRIS JORDEN JULEN KAFFE KAMRAT KANAL KANEL KARTA "
    "KASTELL KATTEN KLANG KLIPPA KLOCKA KLOVER KNUTEN KOMPIS KOMPASS KONFET KORALL KRAFT KRISTALL KRONA KULLEN "
    "KUSTEN LAGUN LAMPAN LANDET LAVIN LEDEN LINDEN LINJEN LOTSEN LUCKA LUNDEN LYKTA MAGNET MANDEL MARKEN MASTEN "
    "MATTAN MELON MINUT MOLNET MORGON MOROT MOSAIK MUSIK NATUR NORDEN NYCKEL OASEN OKTAV ORKAN PANDA PAPPER PARKEN "
    "PARLOR PENSEL PIANO PILEN PLATS PLOMMON POESI PUMPA RABATT RAKET REGEN REGNET RESAN RIMFROST ROSEN RUBIN "
    "SALVIA SAMTAL SEGEL SIDEN SILVER SIRAP SKALD SKATTEN SKOGEN SMYCKE SNABB SOFFA SOLEN SOMMAR SPEGEL STADEN "
    "STIGEN STJARNA STRAND SVALAN TALLEN TANGO TAVLA TEATER TIGER TIMJAN TINDRA TORGET TRAPPA TRUMMA TULPAN TUNNEL "
    "TUVAN UNDRA VALSEN VANTE VASEN VATTEN VINDEN VINTER VIOL VISAN VIOLIN VULKAN ZEBRA"
).split()

# without the letters and figures that are mistaken for one another: I L O U 0 1
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def room_code(taken: Container[str], chance: random.Random) -> str:
    """A word for a room that no other room has."""
    free = [word for word in WORDS if word not in taken]
    if free:
        return chance.choice(free)
    while (code := chance.choice(WORDS) + str(chance.randrange(900) + 100)) in taken:
        pass
    return code


def pin(taken: Container[str]) -> str:
    """Six figures that no other room has."""
    while (found := f"{secrets.randbelow(900_000) + 100_000}") in taken:
        pass
    return found


def key() -> str:
    """The secret in a facilitator's link: 192 bits."""
    return secrets.token_urlsafe(24)


def pseudonym(chance: random.Random) -> str:
    """A participant's name in the data: random, and nobody's secret."""
    return "P" + "".join(chance.choice(ALPHABET) for _ in range(8))


def personal_code() -> str:
    """The secret in a personal link, short enough to write down: 10 characters of 30, 49 bits."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def tidy_personal_code(text: str) -> str:
    """A personal code as it is stored, however it was typed."""
    letters = "".join(c for c in text.upper() if c.isalnum())
    return f"{letters[:5]}-{letters[5:]}"


def tidy_room_code(text: str) -> str:
    """A room's code as it is stored, however it was typed."""
    plain = str.maketrans("ÅÄÖ", "AAO")
    return "".join(c for c in text.upper().translate(plain) if c.isalnum())
