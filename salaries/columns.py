"""The columns of salary figures in files: what is published is what may be imported."""

from callcareers.languages import CODES, column

# What a figure is, in the order of its columns; related records by their codes.
FIGURE_COLUMNS = (
    "code",
    "occupation",
    "role",
    "area",
    "industry",
    "employer",
    "measure",
    "basis",
    "amount",
    "amount_high",
    "qualifier",
    "currency",
    "tax",
    "payments_a_year",
    "period_start",
    "period_end",
    "period_precision",
    "source",
    "next_update_on",
)
# The note of a figure, in each language.
NOTE_COLUMNS = tuple(column("note", language) for language in CODES)
# What the source says of itself: published beside each figure, not read on import.
PROVENANCE_COLUMNS = (
    "source_publisher",
    "source_title",
    "source_url",
    "source_published_on",
    "source_reported_by",
    "due_on",
)
