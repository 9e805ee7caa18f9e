"""Files on the playground's server: kept by id, downloaded by path."""

import struct
import zlib
from dataclasses import dataclass

from playground.wire import Record, Upload, bad_request

MEGABYTE = 1 << 20
LARGEST_DOWNLOAD = 20 * MEGABYTE
LARGEST_PHOTO = 10 * MEGABYTE
LARGEST_UPLOAD = 50 * MEGABYTE
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"GIF8")


@dataclass(frozen=True)
class StoredFile:
    """A file with its two ids, its path for downloading and its content."""

    file_id: str
    unique_id: str
    path: str
    upload: Upload

    @property
    def record(self) -> Record:
        """The fields every Telegram file has."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.upload.content),
        }


class Files:
    """All files, found by id and by path in constant time."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, folder: str, upload: Upload) -> StoredFile:
        """Store a new file; `folder` is what Telegram calls its kind: photos, documents, ..."""
        number = len(self._by_id) + 1
        suffix = upload.filename.rpartition(".")[2] if "." in upload.filename else "bin"
        path = f"{folder}/file_{number}.{suffix}"
        stored = StoredFile(f"AgAD{folder}{number:08d}", f"AQ{number:08d}", path, upload)
        self._by_id[stored.file_id] = self._by_path[path] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile:
        """The file with this id. Raises `Refused` (400) when there is none."""
        if file_id not in self._by_id:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return self._by_id[file_id]

    def by_path(self, path: str) -> StoredFile | None:
        """The file downloaded at this path, or None."""
        return self._by_path.get(path)


def photo_size(stored: StoredFile) -> Record:
    """The file as one size of a photo."""
    width, height = dimensions(stored.upload.content)
    return {**stored.record, "width": width, "height": height}


def check_photo(upload: Upload) -> None:
    """Raise `Refused` (400) for what Telegram does not take as a photo."""
    if len(upload.content) > LARGEST_PHOTO:
        raise bad_request("file is too big")
    if not upload.content.startswith(_SIGNATURES):
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = dimensions(upload.content)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def dimensions(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels; a usual size for other formats."""
    if content.startswith(_SIGNATURES[0]) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return 1280, 960


def small_picture() -> bytes:
    """A grey PNG of 2 x 2 pixels: what the playground's people photograph."""
    header = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0\x80\x80" * 2)), (b"IEND", b""))
    return _SIGNATURES[0] + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)
