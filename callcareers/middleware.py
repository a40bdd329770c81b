"""What wraps every answer: one header, and words for a database that is away."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from callcareers.views import service_unavailable

Answer = Callable[[HttpRequest], HttpResponse]

logger = logging.getLogger(__name__)


def permissions_policy(get_response: Answer) -> Answer:
    """Refuse the browser features that no page of ours uses."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response

    return answer


class DatabaseOutage:
    """Answer 503 in the reader's language while the database does not answer."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.error("The database does not answer.", exc_info=exception)
        return service_unavailable(request)
