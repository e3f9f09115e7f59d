"""Decodes an image. `reports.readers.incoming.pictures` runs it in a process of its own.

The first byte says what is wanted: "0" to look only, "1" to have the image written anew.
"""

from __future__ import annotations

import base64
import io

from PIL import Image, ImageOps

from reports.domain.document import Unreadable
from reports.readers.bounded import serve
from reports.readers.incoming.pictures import MAX_PIXELS, MAX_SIDE

QUALITY = 90
PLAIN = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")}
"""Modes that are written as they are; others become RGB or RGBA."""


def work(given: bytes) -> str:
    """The image in base64, "" where it was only looked at. Raises Unreadable "many-pixels"."""
    is_wanted, data = given[:1] == b"1", given[1:]
    Image.MAX_IMAGE_PIXELS = None  # our own bound, before anything is decoded
    image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise Unreadable("many-pixels", limit=MAX_PIXELS // 1_000_000)
    image.load()
    return base64.b64encode(_anew(image)).decode() if is_wanted else ""


def _anew(image: Image.Image) -> bytes:
    kind = image.format or "PNG"
    seen = ImageOps.exif_transpose(image)
    if seen.mode not in PLAIN[kind]:
        seen = seen.convert("RGBA" if kind == "PNG" and "A" in seen.mode else "RGB")
    transparency = seen.info.get("transparency") if kind == "PNG" else None
    seen.info = {} if transparency is None else {"transparency": transparency}
    out = io.BytesIO()
    if kind == "JPEG":
        seen.save(out, "JPEG", quality=QUALITY, optimize=True)
    else:
        seen.save(out, "PNG", optimize=False)
    return out.getvalue()


if __name__ == "__main__":
    serve(work)
