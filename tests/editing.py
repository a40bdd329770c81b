"""The admin as an editor uses it."""

from html.parser import HTMLParser

from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.urls import reverse


class CodeFinder(HTMLParser):
    """Note what a Content-Security-Policy of 'self' alone would refuse in a page."""

    def __init__(self, html):
        super().__init__()
        self.faults = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        source = attrs.get("href" if tag == "link" else "src") or ""
        is_inline_script = tag == "script" and not source
        if tag == "style" or is_inline_script or source.startswith(("http", "//")):
            self.faults.append(self.get_starttag_text())
        if any(name == "style" or name.startswith("on") for name in attrs):
            self.faults.append(self.get_starttag_text())


def address(model, page, *args):
    return reverse(admin_urlname(model._meta, page), args=args)


def change_page(record):
    return address(type(record), "change", record.pk)


def posted(response):
    """Return what the browser would post of the change page in `response`."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {field.html_name: field.value() for form in forms for field in form}
    return {
        name: value
        for name, value in values.items()
        if value is not None and value is not False
    }


def save(editor, record, headers=None, **changes):
    page = change_page(record)
    data = posted(editor.get(page, headers=headers)) | changes
    return editor.post(page, data, headers=headers)
