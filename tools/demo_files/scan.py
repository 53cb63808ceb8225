"""Makes a drawn page look as though it came through an office scanner."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import reportlab
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from tools.demo_files.seeded import clouds, grain, seeded

PAGE = (1100, 1556)
FONTS = Path(reportlab.__file__).parent / "fonts"
FACES = {
    "sans": "_a______.pfb",
    "sans-bold": "_ab_____.pfb",
    "serif": "_er_____.pfb",
    "serif-bold": "_eb_____.pfb",
    "serif-italic": "_ei_____.pfb",
}


@cache
def face(name: str, size: int) -> ImageFont.FreeTypeFont:
    """Return a typeface at a size in pixels; only its picture reaches the file."""
    return ImageFont.truetype(str(FONTS / FACES[name]), size)


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    """Return the place at `t` between b and c of a smooth curve through all four (Catmull and Rom's)."""
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


class Sheet:
    """A page being typed: it knows how far down it has come."""

    def __init__(self, left: int = 120, right: int = 110, top: int = 90) -> None:
        self.picture = Image.new("RGB", PAGE, (255, 255, 255))
        self.draw = ImageDraw.Draw(self.picture)
        self.left, self.right, self.y = left, PAGE[0] - right, top

    def line(
        self,
        text: str,
        font: str = "sans",
        size: int = 20,
        *,
        at: str = "left",
        indent: int = 0,
        after: int = 8,
    ) -> None:
        """Type one line at the left, in the middle or at the right."""
        letters = face(font, size)
        width = self.draw.textlength(text, font=letters)
        x = {
            "left": self.left + indent,
            "centre": (self.left + self.right - width) / 2,
            "right": self.right - width,
        }[at]
        self.draw.text((x, self.y), text, font=letters, fill=(22, 22, 26))
        self.y += int(size * 1.22) + after

    def paragraph(
        self,
        text: str,
        font: str = "sans",
        size: int = 20,
        *,
        indent: int = 0,
        mark: str = "",
        after: int = 12,
    ) -> None:
        """Type a paragraph, broken into lines, with a number or mark before it."""
        letters, line = face(font, size), ""
        if mark:
            self.draw.text((self.left + max(0, indent - 48), self.y), mark, font=letters, fill=(22, 22, 26))
        for word in text.split():
            longer = f"{line} {word}".strip()
            if self.draw.textlength(longer, font=letters) > self.right - self.left - indent:
                self.line(line, font, size, indent=indent, after=4)
                line = word
            else:
                line = longer
        self.line(line, font, size, indent=indent, after=after)

    def rule(self, *, weight: int = 2, after: int = 14) -> None:
        """Draw a line across the page."""
        self.draw.line(((self.left, self.y), (self.right, self.y)), fill=(40, 40, 44), width=weight)
        self.y += after

    def signature(self, seed: int, x: int, width: int = 220) -> None:
        """Sign with a pen, in nobody's hand."""
        chance, points = seeded(seed), []
        for step in range(22):
            swing = 30 if step < 5 else 15
            x_at = x + step * width / 22 + chance.uniform(-9, 13)
            points.append((x_at, self.y + 20 + (swing if step % 2 else -swing) * chance.uniform(0.25, 1.0)))
        smooth = [
            (_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t))
            for a, b, c, d in zip(points, points[1:], points[2:], points[3:], strict=False)
            for t in (0.0, 0.2, 0.4, 0.6, 0.8)
        ]
        self.draw.line(smooth, fill=(28, 44, 110), width=3, joint="curve")
        self.y += 62


def stamped(
    page: Image.Image,
    lines: tuple[str, ...],
    centre: tuple[int, int],
    *,
    ink: tuple[int, int, int],
    tilt: float,
    round_: bool,
) -> Image.Image:
    """Return the page with a rubber stamp on it, unevenly inked."""
    letters = face("sans-bold", 24)
    widest = max(int(letters.getlength(text)) for text in lines)
    size = (300, 300) if round_ else (widest + 60, 52 + 34 * len(lines))
    stamp = Image.new("L", size)
    draw = ImageDraw.Draw(stamp)
    if round_:
        draw.ellipse((8, 8, 291, 291), outline=255, width=6)
        draw.ellipse((26, 26, 273, 273), outline=255, width=2)
    else:
        draw.rounded_rectangle((6, 6, size[0] - 7, size[1] - 7), 10, outline=255, width=5)
    top = (size[1] - 34 * len(lines)) // 2
    for number, text in enumerate(lines):
        draw.text(
            ((size[0] - draw.textlength(text, font=letters)) / 2, top + number * 34),
            text,
            font=letters,
            fill=255,
        )
    worn = clouds(size, 24, 71).point(lambda tone: min(235, 90 + tone))
    stamp = ImageChops.multiply(stamp, worn).rotate(tilt, Image.Resampling.BICUBIC, expand=True)
    colour = Image.new("RGB", stamp.size, ink)
    page.paste(colour, (centre[0] - stamp.width // 2, centre[1] - stamp.height // 2), stamp)
    return page


def scanned(page: Image.Image, seed: int, *, tilt: float) -> Image.Image:
    """Return the page as scanned: tinted paper, a little crooked, with specks and a shadow at one edge."""
    paper = Image.blend(grain(PAGE, 3, seed), clouds(PAGE, 300, seed), 0.4).point(
        lambda tone: 243 + tone // 28
    )
    sheet = ImageChops.multiply(
        page, Image.merge("RGB", (paper, paper.point(lambda t: t - 3), paper.point(lambda t: t - 12)))
    )
    sheet = sheet.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=(226, 223, 214)).filter(
        ImageFilter.GaussianBlur(0.55)
    )
    draw, chance = ImageDraw.Draw(sheet), seeded(seed)
    for _ in range(70):
        x, y, r = chance.randrange(PAGE[0]), chance.randrange(PAGE[1]), chance.choice((0.5, 0.5, 0.7, 1.0))
        tone = chance.randrange(130, 205)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(tone, tone, tone - 6))
    for offset in range(26):
        tone = 176 + 2 * offset
        draw.line(((offset // 2, 0), (offset // 2, PAGE[1])), fill=(tone, tone, tone - 6))
    for y in (42, 46):
        draw.ellipse((PAGE[0] // 2 - 130, y, PAGE[0] // 2 - 112, y + 16), fill=(214, 211, 204))
        draw.ellipse((PAGE[0] // 2 + 112, y, PAGE[0] // 2 + 130, y + 16), fill=(214, 211, 204))
    return sheet


def few_colours(page: Image.Image) -> Image.Image:
    """Return the page with the few colours that paper, print, a pen and a stamp need, to keep it small."""
    ramps = (
        ((250, 248, 239), (18, 18, 22), 56),
        ((248, 240, 232), (150, 40, 48), 10),
        ((240, 240, 240), (28, 44, 110), 10),
    )
    palette = Image.new("P", (1, 1))
    colours: list[int] = []
    for light, dark, steps in ramps:
        for step in range(steps):
            colours += [round(a + (b - a) * step / (steps - 1)) for a, b in zip(light, dark, strict=True)]
    palette.putpalette(colours)
    return page.quantize(palette=palette, dither=Image.Dither.NONE)
