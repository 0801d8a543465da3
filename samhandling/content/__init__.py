"""Content is data: the series, its exercises and its texts. Knows nothing but itself."""
