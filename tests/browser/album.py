"""Pictures of pages: what differs from run to run made alike, marked, trimmed, stored only when new."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page

from reports.writers import qr

SIZE = {"width": 1280, "height": 720}
COLOURS = 96
MARK = "element => { element.style.outline = '3px solid #d9480f'; element.style.outlineOffset = '3px'; }"
INTO_VIEW = """element => {
    const { top, bottom } = element.getBoundingClientRect();
    if (top < 0 || bottom > window.innerHeight) { element.scrollIntoView({ block: 'center' }); }
}"""
UNMARK = "element => { element.style.outline = ''; element.style.outlineOffset = ''; }"
TAME = (Path(__file__).parent / "tame.js").read_text("utf-8")
QR = "data:image/svg+xml;base64," + base64.b64encode(qr.write("otpauth://totp/example?secret=AAAA")).decode()
UNTAME = """() => document.querySelectorAll('[data-real]').forEach((input) => {
    input.value = input.dataset.real;
})"""


class Album:
    """Pictures of one folder. Raises KeyError for one that was taken twice."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken: set[str] = set()

    def take(
        self,
        page: Page,
        name: str,
        *marked: Locator,
        top: Locator | None = None,
        is_scrolled: bool = False,
    ) -> None:
        """The window of the page, from `top` if given, with those elements outlined. All must be there.

        `is_scrolled`: the window stands where it should already.
        """
        if name in self.taken:
            raise KeyError(f"The picture {name} is taken twice.")
        page.wait_for_load_state()
        for one in marked:
            one.evaluate(MARK)
        if top is not None:
            top.evaluate("element => element.scrollIntoView({ block: 'start' })")
            page.evaluate("window.scrollBy(0, -12)")
        elif not is_scrolled:
            page.evaluate("window.scrollTo(0, 0)")
            for one in marked[:1]:
                one.evaluate(INTO_VIEW)
        page.evaluate(TAME, QR)
        keep(self.folder / f"{name}.png", page.screenshot(animations="disabled", caret="hide"))
        page.evaluate(UNTAME)
        self.taken.add(name)
        for one in marked:
            one.evaluate(UNMARK)


def keep(path: Path, png: bytes) -> None:
    """Stores a picture with few colours and no empty foot; one that looks the same stays as it is."""
    picture = _trimmed(Image.open(io.BytesIO(png)).convert("RGB"))
    small = picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    if path.exists() and _is_same(Image.open(path), small):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    small.save(path, optimize=True)


def _trimmed(picture: Image.Image) -> Image.Image:
    """Without the rows of one colour at its foot, but for a margin."""
    ground = Image.new("RGB", picture.size, picture.getpixel((4, picture.height - 4)))
    box = ImageChops.difference(picture, ground).getbbox()
    foot = min(picture.height, (box[3] if box else picture.height) + 24)
    return picture.crop((0, 0, picture.width, foot))


def _is_same(old: Image.Image, new: Image.Image) -> bool:
    before, after = old.convert("RGB"), new.convert("RGB")
    return before.size == after.size and ImageChops.difference(before, after).getbbox() is None
