"""Files that a room made, handed over to the browser."""

from __future__ import annotations

import base64
from typing import Protocol

from werkzeug.wrappers import Response


class File(Protocol):
    """What rooms answer with when they make a file."""

    @property
    def filename(self) -> str:
        """The name to save it under."""
        ...

    @property
    def media_type(self) -> str:
        """What it is."""
        ...

    @property
    def content(self) -> str:
        """The content, in base64."""
        ...


def download(file: File) -> Response:
    """The file as something to save."""
    return Response(
        base64.b64decode(file.content),
        content_type=file.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file.filename}"'},
    )
