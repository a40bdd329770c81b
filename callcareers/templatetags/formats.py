"""Filters for what is written differently in each country."""

from django import template

from callcareers import formats

register = template.Library()

register.filter("day", formats.day)
register.filter("number", formats.number)
register.filter("percent", formats.percent)
register.filter("listing", formats.listing)


@register.filter
def signed_percent(value) -> str:
    """Return `value` (in per cent) with its sign, such as −5 %."""
    return formats.percent(value, signed=True)
