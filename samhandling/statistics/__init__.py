"""The real statistics, fetched from their open sources and kept beside the tables that come with the series."""

from samhandling.statistics.refresh import Outcome, counties, in_a_line, names, refresh, standing
from samhandling.statistics.web import FetchError, Sources

__all__ = ["FetchError", "Outcome", "Sources", "counties", "in_a_line", "names", "refresh", "standing"]
