"""Uploaded files between being looked at and being applied: kept by what they hold.

They lie where every process of the machine finds them and no address leads to; what the
browser brings back is signed, and names the file by its check sum.
"""

import os
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.core import signing

from salaries.imports.importing import Report, Upload

KEPT_SECONDS = 60 * 60
SALT = "salaries.imports"


class UploadGone(Exception):
    """The file is no longer kept, or what came back is not what was sent."""


def keep(report: Report, user: str) -> str:
    """Keep the file of a report; return the signed words that bring it back for `user`."""
    folder = Path(settings.IMPORTS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    drop_old(folder)
    upload = report.upload
    descriptor, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(upload.data)
    Path(name).replace(folder / upload.digest)
    told = {
        "user": user,
        "digest": upload.digest,
        "name": upload.name,
        "sheet": upload.sheet,
        "source": upload.source,
        "period": upload.period,
        "version": report.version,
    }
    return signing.dumps(told, salt=SALT)


def bring_back(token: str, user: str) -> tuple[Upload, int]:
    """Return the file that `token` stands for, and the content version it was tried upon.

    Raises `UploadGone` where it is not kept any more, is another one, or is not `user`'s.
    """
    try:
        told = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
        data = (Path(settings.IMPORTS_DIR) / told["digest"]).read_bytes()
    except (signing.BadSignature, OSError) as error:
        raise UploadGone from error
    names = ("name", "sheet", "source", "period")
    upload = Upload(data=data, **{name: told[name] for name in names})
    if upload.digest != told["digest"] or user != told["user"]:
        raise UploadGone
    return upload, told["version"]


def drop(upload: Upload) -> None:
    """Stop keeping a file."""
    (Path(settings.IMPORTS_DIR) / upload.digest).unlink(missing_ok=True)


def drop_old(folder: Path) -> None:
    for path in folder.iterdir():
        if path.stat().st_mtime < time.time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)
