"""An upload on its way to a service: one private file, gone afterwards; only a child process ever opens it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile


@contextmanager
def on_disk(given: UploadedFile) -> Iterator[tuple[Path, str]]:
    """The file and the name it came under."""
    folder = Path(settings.THODIA_HOME) / "work"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=folder, prefix="upload-", delete=False) as file:
        for chunk in given.chunks():
            file.write(chunk)
    path = Path(file.name)
    try:
        yield path, given.name or "tep"
    finally:
        path.unlink(missing_ok=True)
