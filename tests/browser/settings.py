"""The site's own settings, with static files collected apart from those being served."""

import os

from callcareers.settings import *  # noqa: F403

STATIC_ROOT = os.environ["STATIC_ROOT"]
