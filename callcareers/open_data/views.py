import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from callcareers.languages import shown_codes
from callcareers.open_data.data_package import data_package as package_of
from callcareers.open_data.datasets import CONVENTIONS, DATASETS, Dataset
from callcareers.open_data.edition import (
    LICENCE_URL,
    Edition,
    absolute,
    latest_imports,
)
from callcareers.open_data.openapi import openapi_document
from callcareers.open_data.rows import Batch, batches
from callcareers.open_data.writers import csv_pieces, json_pieces

JSON = "application/json"


@require_safe
def dataset_list(request: HttpRequest) -> HttpResponse:
    edition = Edition.current()
    context = {
        "edition": edition,
        "datasets": [
            (dataset, dataset.records.count(), edition.citation(dataset))
            for dataset in DATASETS.values()
        ],
        "conventions": CONVENTIONS,
        "imports": latest_imports(),
        "licence_url": LICENCE_URL,
    }
    return render(request, "open_data/dataset_list.html", context)


@require_safe
def dataset_csv(request: HttpRequest, code: str) -> HttpResponseBase:
    dataset, edition = dataset_at(code), Edition.current()
    return streamed(
        request,
        edition.tag(dataset, "csv"),
        dataset,
        lambda rows: csv_pieces(dataset, rows),
        content_type="text/csv; charset=utf-8; header=present",
        headers={
            "Content-Disposition": f'attachment; filename="{code}.csv"',
            "X-Content-Version": str(edition.number),
        },
    )


@require_safe
def dataset_json(request: HttpRequest, code: str) -> HttpResponseBase:
    dataset, edition = dataset_at(code), Edition.current()
    return streamed(
        request,
        edition.tag(dataset, "json"),
        dataset,
        lambda rows: json_pieces(dataset, edition.meta(dataset), rows),
        content_type=JSON,
        headers={"X-Content-Version": str(edition.number)},
    )


@require_safe
def openapi(request: HttpRequest) -> HttpResponseBase:
    return described(request, openapi_document())


@require_safe
def data_package(request: HttpRequest) -> HttpResponseBase:
    return described(request, package_of(Edition.current()))


def dataset_at(code: str) -> Dataset:
    try:
        return DATASETS[code]
    except KeyError:
        raise Http404 from None


def streamed(
    request: HttpRequest,
    etag: str,
    dataset: Dataset,
    pieces: Callable[[Iterator[Batch]], Iterator[str]],
    **answer: Any,
) -> HttpResponseBase:
    """Return the rows of `dataset` in `pieces`, or that the reader's copy is still right.

    The first rows are read before the answer starts, so that a database that is away is
    an error like any other; no row is read for a HEAD.
    """
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged:
        return open_to_all(unchanged, etag)
    if request.method == "HEAD":
        return open_to_all(StreamingHttpResponse((), **answer), etag)
    rows = batches(dataset)
    rows = put_back(next(rows, []), rows)
    return open_to_all(StreamingHttpResponse(pieces(rows), **answer), etag)


def put_back(first: Batch, rest: Iterator[Batch]) -> Iterator[Batch]:
    yield first
    yield from rest


def described(request: HttpRequest, document: dict[str, Any]) -> HttpResponseBase:
    """Return a description of the data, or that the reader's copy is still right."""
    content = json.dumps(document, ensure_ascii=False, indent=1)
    etag = f'"{hashlib.sha256(content.encode()).hexdigest()[:16]}"'
    unchanged = get_conditional_response(request, etag=etag)
    return open_to_all(unchanged or HttpResponse(content, JSON), etag)


def open_to_all(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """Let programs of any site read `response`, and ask later whether it has changed."""
    response.headers["ETag"] = etag
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, Link, X-Content-Version"
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Content-Language"] = ", ".join(shown_codes())
    response.headers["Link"] = (
        f'<{LICENCE_URL}>; rel="license", '
        f'<{absolute("data_package")}>; rel="describedby", '
        f'<{absolute("openapi")}>; rel="service-desc"'
    )
    return response
