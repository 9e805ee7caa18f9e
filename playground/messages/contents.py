"""What people send, as the Bot API writes it: texts, pictures, voices, stickers, polls."""

from playground.messages import units
from playground.messages.files import Files, photo_size, small_picture
from playground.wire import Record, Upload

MEDIA = ("photo", "document", "voice", "sticker", "poll", "location", "contact")
"""What a message may hold instead of a text."""


def text(plain: str) -> Record:
    """A text with the entities Telegram finds in it."""
    entities = units.found_entities(plain)
    return {"text": plain, **({"entities": entities} if entities else {})}


def caption(plain: str) -> Record:
    """A caption; nothing at all when it is empty."""
    entities = units.found_entities(plain)
    found = {"caption_entities": entities} if entities else {}
    return {"caption": plain, **found} if plain else {}


def picture(files: Files, content: bytes | None = None) -> Record:
    """A photo in one size."""
    upload = Upload("photo.png", content or small_picture(), "image/png")
    return {"photo": [photo_size(files.keep("photos", upload))]}


def document(files: Files, name: str, content: bytes) -> Record:
    """A file with its name."""
    stored = files.keep("documents", Upload(name, content))
    named = {"file_name": name, "mime_type": stored.upload.media_type}
    return {"document": {**stored.record, **named}}


def voice(files: Files, seconds: int) -> Record:
    """A voice message of so many seconds."""
    stored = files.keep("voice", Upload("voice.ogg", b"OggS", "audio/ogg"))
    return {"voice": {**stored.record, "duration": seconds, "mime_type": "audio/ogg"}}


def sticker(files: Files, emoji: str) -> Record:
    """A sticker that stands for an emoji."""
    stored = files.keep("stickers", Upload("sticker.webp", b"RIFF"))
    kind = {"type": "regular", "is_animated": False, "is_video": False, "emoji": emoji}
    return {"sticker": {**stored.record, **kind, "width": 512, "height": 512}}


def poll(number: int, question: str, options: tuple[str, ...]) -> Record:
    """A poll nobody voted in yet."""
    asked = [
        {"text": option, "voter_count": 0, "persistent_id": str(place)}
        for place, option in enumerate(options)
    ]
    kept = {"id": str(number), "question": question, "options": asked, "type": "regular"}
    return {"poll": {**kept, **_NEW_POLL}}


_NEW_POLL: Record = {
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
