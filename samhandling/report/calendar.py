"""A calendar file of the entries that wait for a day: each a whole day, with a reminder the day before."""

import datetime as dt
from collections.abc import Iterable

from icalendar import Alarm, Calendar, Event

from samhandling.analysis.disclosure import mask
from samhandling.analysis.registers import Entry
from samhandling.content.language import Language
from samhandling.content.words import say

REMINDER = dt.timedelta(hours=-15)
"""From the midnight that the day begins with: nine in the morning, the day before."""


def calendar(entries: Iterable[Entry], name: str, where: str, language: Language) -> bytes:
    """The open entries that have a date, as iCalendar (RFC 5545).

    `where` makes the events' ids the installation's own; they stay the same and `SEQUENCE` rises with what is said
    of an entry, so that a newer file moves the event instead of adding another. Events, since most calendars ignore
    tasks. `name` is what the calendar is called.
    """
    made = Calendar()
    made.add("prodid", f"-//Samhandling//{say('registers', 'calendar', 'en')}//{language.upper()}")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for entry in entries:
        if entry.is_open and entry.due:
            made.add_component(_event(entry, entry.due, where, language))
    return bytes(made.to_ical())


def _line(label: str, text: str) -> str:
    """A label and its text; a label that is a question needs no colon."""
    return f"{label}{'' if label.endswith('?') else ':'} {text}" if label else text


def _event(entry: Entry, due: dt.date, where: str, language: Language) -> Event:
    title = entry.title(language)
    about = [_line(line["label"], line["text"]) for line in entry.lines(language)]
    if entry.owner:
        about.append(f"{say('registers', 'owner', language)}: {mask(entry.owner, language)}")
    status = entry.register.find_status(entry.status)
    about.append(f"{say('registers', 'status', language)}: {status.label.in_(language) if status else entry.status}")
    event = Event()
    event.add("uid", f"{entry.id}@{where}.samhandling")
    event.add("sequence", len(entry.events) - 1)
    event.add("dtstamp", dt.datetime.fromtimestamp(entry.events[-1].at / 1000, tz=dt.UTC))
    event.add("dtstart", due)
    event.add("dtend", due + dt.timedelta(days=1))
    event.add("summary", f"{entry.register.entry.in_(language).capitalize()}: {title}")
    event.add("description", "\n".join(about))
    event.add("categories", [entry.register.title.in_(language)])
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", REMINDER)
    event.add_component(alarm)
    return event
