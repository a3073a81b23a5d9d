"""PDFs: what a reader sees on each page, as text in reading order; or that the page has to be looked at, and why."""
