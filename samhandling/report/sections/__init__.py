"""The parts that follow-ups and reports are put together from, each a section made from the material."""
