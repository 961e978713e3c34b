"""Maps of a run, as SVG."""
