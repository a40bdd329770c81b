"""One page of every type, found in each language as a reader finds it."""

import re
from urllib.request import urlopen

GUIDES = {
    "customer-service-guide": "/en/roles/customer-service-representative/",
    "technical-support-guide": "/en/roles/technical-support-representative/",
    "home-based-guide": "/en/roles/home-based-call-centre-agent/",
    "team-leader-guide": "/en/roles/call-centre-team-leader/",
}
PAGES_WITH_TWINS = GUIDES | {
    "home": "/en/",
    "guide": "/en/guide/",
    "role-list": "/en/roles/",
    "comparison": (
        "/en/roles/compare/?role=team-leader&role=call-centre-agent"
        "&role=collections-agent&role=technical-support-representative"
        "&role=quality-assurance-specialist&area=US&area=FI&area=TH-10&per=month"
    ),
    "comparison-empty": "/en/roles/compare/",
    "comparison-refused": "/en/roles/compare/?role=team-leader&role=nobody",
    "duty-list": "/en/duties/",
    "duty": "/en/duties/handling-complaints/",
    "skill-list": "/en/skills/",
    "skill": "/en/skills/active-listening/",
    "salary-table": "/en/salaries/",
    "salary-table-filtered": (
        "/en/salaries/?occupation=customer-service-representatives&year=2024"
    ),
    "salary-table-converted": "/en/salaries/?area=US&year=2024&per=year&sort=-pay",
    "salary-table-refused": "/en/salaries/?year=1000",
    "occupation": "/en/salaries/customer-service-representatives/",
    "occupation-elsewhere": "/en/salaries/all-occupations/?area=LV",
    "passport": "/en/salaries/figures/sal-2024-csr-support-hour/",
    "passport-of-a-projection": "/en/salaries/figures/csr-projection-2016-26/",
    "offer-check": "/en/salaries/check/",
    "offer-checked": "/en/salaries/check/?offer=19.50&per=hour&area=US",
    "offer-refused": "/en/salaries/check/?offer=much&per=hour&area=US",
    "methods": "/en/methods/",
    "dataset-list": "/en/data/",
    "topic-list": "/en/questions/",
    "topic": "/en/questions/the-work/",
    "question": "/en/questions/pay/what-does-it-pay/",
    "glossary": "/en/glossary/",
    "source-list": "/en/sources/",
    "language-list": "/en/translations/",
}
PAGES = [*PAGES_WITH_TWINS, "page-not-found"]


def address_of(site: str, name: str, language: str) -> str:
    """Return the address of the page `name`, by the link that its English twin carries."""
    if name == "page-not-found":
        return f"{site}/{language}/no-such-page/"
    path, question_mark, query = PAGES_WITH_TWINS[name].partition("?")
    with urlopen(f"{site}{path}") as response:  # noqa: S310, the server under test
        html = response.read().decode()
    twin = re.search(rf'hreflang="{language}" href="([^"]+)"', html)[1]
    return f"{twin}{question_mark}{query}"
