"""Draws the three photographs of the damp survey, so that nobody's real wall is shown."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tools.demo_files.seeded import clouds, grain, seeded

SIZE = (960, 720)


def _jpeg(picture: Image.Image, seed: int) -> bytes:
    """Return the picture as a cheap camera would keep it: soft, a little dark at the edges, grainy."""
    edge = Image.radial_gradient("L").resize(SIZE).point(lambda tone: 255 - max(0, tone - 90) // 3)
    picture = ImageChops.multiply(picture, Image.merge("RGB", (edge,) * 3))
    picture = picture.filter(ImageFilter.GaussianBlur(0.9))
    noise = grain(SIZE, 2, seed).convert("RGB")
    picture = Image.blend(picture, ImageChops.soft_light(picture, noise), 0.13)
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=72, optimize=True)
    return kept.getvalue()


def _plaster(colour: tuple[int, int, int], seed: int) -> Image.Image:
    """Return a painted wall, lit from the left, with the marks of a roller."""
    wall = Image.new("RGB", SIZE, colour)
    rough = clouds(SIZE, 90, seed).point(lambda tone: 108 + tone // 7).convert("RGB")
    light = (
        Image.linear_gradient("L").rotate(90, expand=True).resize(SIZE).point(lambda tone: 235 - tone // 4)
    )
    wall = ImageChops.soft_light(wall, rough)
    return ImageChops.multiply(wall, Image.merge("RGB", (light,) * 3))


def _closeness(at: Callable[[int, int], float]) -> Image.Image:
    """Return a soft grey picture whose brightness at each place is what `at` says, from 0 to 1."""
    small = Image.new("L", (96, 72))
    small.putdata([int(255 * max(0.0, min(1.0, at(x, y)))) for y in range(72) for x in range(96)])
    return small.resize(SIZE, Image.Resampling.BICUBIC)


def _stain(picture: Image.Image, colour: tuple[int, int, int], mask: Image.Image) -> Image.Image:
    return Image.composite(Image.new("RGB", SIZE, colour), picture, mask)


def _colonies(dense: Image.Image, seed: int, count: int) -> Image.Image:
    """Return a mask of many small round colonies, closer together where `dense` is bright."""
    chance, mask = seeded(seed), Image.new("L", SIZE)
    draw, near = ImageDraw.Draw(mask), dense.load()
    assert near is not None  # noqa: S101 - a new picture always has its pixels
    for _ in range(count):
        x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        likely = int(str(near[x, y])) / 255
        if chance.random() < likely**2.2:
            size = chance.uniform(0.8, 2.2 + 5.5 * likely * chance.random())
            shade = int(90 + 150 * likely * chance.random())
            draw.ellipse((x - size, y - size * 0.9, x + size, y + size * 0.9), fill=shade)
    return mask.filter(ImageFilter.GaussianBlur(0.9))


def mouldy_wall() -> bytes:
    """Return the corner of a bedroom with black mould low on the outer wall."""
    picture = _plaster((226, 217, 196), 11)
    blotches = clouds(SIZE, 150, 12)
    reach = _closeness(lambda x, y: 1.3 - ((x - 52) ** 2 / 950 + (y - 60) ** 2 / 1000) ** 0.5)
    dense = ImageChops.multiply(reach, blotches.point(lambda tone: min(255, max(30, (tone - 70) * 3))))
    picture = _stain(picture, (158, 141, 104), reach.point(lambda tone: tone // 3))
    picture = _stain(picture, (84, 84, 66), dense.point(lambda tone: tone * 2 // 5))
    picture = _stain(picture, (34, 36, 32), _colonies(dense, 13, 95_000))
    picture = _stain(picture, (50, 54, 44), _colonies(dense.filter(ImageFilter.GaussianBlur(20)), 16, 16_000))
    draw = ImageDraw.Draw(picture, "RGBA")
    draw.polygon(((700, 0), (960, 0), (960, 720), (700, 640)), fill=(40, 36, 30, 46))
    draw.line(((700, 0), (700, 640)), fill=(70, 64, 54, 120), width=3)
    draw.polygon(((0, 628), (700, 628), (700, 662), (0, 672)), fill=(236, 234, 228, 255))
    draw.line(((0, 630), (700, 630)), fill=(120, 116, 108, 180), width=2)
    draw.polygon(((700, 628), (960, 704), (960, 720), (860, 720), (700, 662)), fill=(206, 203, 196, 255))
    draw.polygon(((0, 672), (700, 662), (880, 720), (0, 720)), fill=(104, 92, 84, 255))
    return _jpeg(_headboard(picture), 14)


def _headboard(picture: Image.Image) -> Image.Image:
    """Return the picture with the edge of a pine bed that has been pulled away from the wall."""
    wood = Image.new("RGB", SIZE, (168, 124, 78))
    lines = grain((SIZE[0] // 30, SIZE[1]), 2, 15).resize(SIZE, Image.Resampling.BICUBIC)
    wood = ImageChops.soft_light(wood, lines.point(lambda tone: 96 + tone // 4).convert("RGB"))
    mask, shade = Image.new("L", SIZE), Image.new("L", SIZE)
    ImageDraw.Draw(shade).polygon(((0, 372), (268, 384), (290, 720), (0, 720)), fill=120)
    ImageDraw.Draw(mask).polygon(((0, 360), (232, 372), (244, 720), (0, 720)), fill=255)
    picture = _stain(picture, (30, 26, 22), shade.filter(ImageFilter.GaussianBlur(22)))
    picture = Image.composite(wood, picture, mask.filter(ImageFilter.GaussianBlur(1)))
    draw = ImageDraw.Draw(picture, "RGBA")
    draw.line(((0, 361), (232, 373), (244, 720)), fill=(70, 46, 24, 170), width=5)
    draw.line(((0, 430), (234, 438)), fill=(90, 60, 34, 120), width=3)
    draw.polygon(((0, 560), (240, 552), (246, 720), (0, 720)), fill=(88, 112, 148, 255))
    draw.line(((0, 560), (240, 552)), fill=(210, 216, 226, 200), width=7)
    return picture


def wet_window() -> bytes:
    """Return a window with condensation on the lower half and water on the sill."""
    sky = Image.linear_gradient("L").resize(SIZE).point(lambda tone: 205 - tone // 4)
    outside = Image.merge("RGB", (sky.point(lambda tone: tone - 12), sky.point(lambda tone: tone - 2), sky))
    draw = ImageDraw.Draw(outside)
    chance = seeded(21)
    for _ in range(60):
        x, y, r = chance.randrange(960), chance.randrange(330, 640), chance.randrange(30, 90)
        draw.ellipse(
            (x - r, y - r, x + r, y + r), fill=(72 + chance.randrange(30), 88 + chance.randrange(24), 70)
        )
    draw.rectangle((560, 210, 800, 560), fill=(146, 104, 86))
    draw.polygon(((540, 212), (680, 130), (820, 212)), fill=(92, 84, 88))
    outside = outside.filter(ImageFilter.GaussianBlur(16))
    fog = ImageChops.multiply(
        _closeness(lambda _x, y: (y - 20) / 34), clouds(SIZE, 120, 22).point(lambda t: min(255, t + 110))
    )
    glass = _stain(outside, (206, 212, 214), fog.point(lambda tone: int(tone * 0.72)))
    glass = _drops(glass, fog)
    return _jpeg(_frame(glass), 24)


def _drops(glass: Image.Image, fog: Image.Image) -> Image.Image:
    """Return the glass with drops of all sizes, and the runs that the largest have left."""
    chance, near = seeded(23), fog.load()
    assert near is not None  # noqa: S101 - a new picture always has its pixels
    draw = ImageDraw.Draw(glass, "RGBA")
    for _ in range(34):
        x, top = chance.randrange(80, 890), chance.randrange(250, 480)
        width, reach = chance.uniform(3, 7), chance.randrange(80, 260)
        path = [(x + chance.uniform(-3, 3), top + step * reach / 8) for step in range(9)]
        draw.line(path, fill=(92, 104, 104, 105), width=int(width), joint="curve")
        draw.ellipse((x - width, top + reach - 4, x + width, top + reach + 12), fill=(86, 98, 98, 150))
        draw.ellipse((x - 2, top + reach - 1, x + 2, top + reach + 3), fill=(245, 248, 248, 220))
    for _ in range(9000):
        x, y = chance.randrange(960), chance.randrange(720)
        if chance.random() < (int(str(near[x, y])) / 255) ** 1.6:
            r = chance.choice((1, 1, 1, 1.5, 2, 2.6, 3.4))
            draw.ellipse((x - r, y - r, x + r, y + r * 1.15), fill=(98, 110, 110, 95))
            draw.ellipse((x - r * 0.5, y - r * 0.7, x, y - r * 0.1), fill=(248, 250, 250, 160))
    return glass


def _frame(glass: Image.Image) -> Image.Image:
    """Return the glass in a white plastic frame over a painted sill, with mould along the seal."""
    picture = glass.filter(ImageFilter.GaussianBlur(0.6))
    draw = ImageDraw.Draw(picture, "RGBA")
    white, line = (232, 233, 230, 255), (150, 152, 150, 255)
    for box in ((0, 0, 70, 640), (890, 0, 960, 640), (0, 0, 960, 62), (0, 566, 960, 640), (448, 0, 520, 640)):
        draw.rectangle(box, fill=white)
    for box in ((70, 62, 448, 566), (520, 62, 890, 566)):
        draw.rectangle(box, outline=(58, 60, 60, 255), width=5)
        draw.rectangle((box[0] - 14, box[1] - 14, box[2] + 14, box[3] + 14), outline=line, width=2)
    draw.rectangle((590, 18, 820, 40), fill=(222, 222, 216, 255), outline=line, width=2)
    draw.rectangle((538, 330, 552, 430), fill=(214, 215, 212, 255), outline=line, width=2)
    draw.rectangle((0, 640, 960, 720), fill=(214, 211, 202, 255))
    draw.line(((0, 641), (960, 641)), fill=(120, 118, 110, 255), width=4)
    for box in ((120, 652, 430, 676), (560, 656, 800, 680), (300, 684, 390, 698)):
        draw.ellipse(box, fill=(176, 182, 184, 150))
        draw.arc(box, 190, 300, fill=(250, 252, 252, 230), width=3)
    along = _closeness(lambda x, y: 1.0 if 55 <= y <= 56 and (7 < x < 45 or 52 < x < 89) else 0.0)
    return _stain(picture, (34, 36, 34), _colonies(along, 25, 26_000))


def brickwork() -> bytes:
    """Return the outside of the wall: brick, a grey gutter, and a dark stain below its joint."""
    chance = seeded(31)
    picture = Image.new("RGB", SIZE, (168, 160, 148))
    draw = ImageDraw.Draw(picture)
    for row in range(16):
        for column in range(-1, 9):
            x, y = column * 124 + (62 if row % 2 else 0), 96 + row * 41
            tone = chance.randrange(-16, 17)
            worn = 3 if 5 <= row <= 10 and 3 <= column <= 5 else 0
            draw.rounded_rectangle(
                (x + 4 + worn, y + 4 + worn, x + 120 - worn, y + 37 - worn),
                4,
                fill=(148 + tone, 84 + tone // 2, 66 + tone // 2),
            )
    picture = ImageChops.soft_light(picture, clouds(SIZE, 26, 32).point(lambda t: 70 + t // 2).convert("RGB"))
    wander = clouds(SIZE, 70, 33)
    stain = _closeness(lambda x, y: (1.25 - abs(x - 49) / (9 + y / 7)) * (1.08 - y / 110) if y > 8 else 0)
    stain = ImageChops.multiply(stain, wander.point(lambda tone: min(255, tone + 90)))
    picture = _stain(picture, (44, 40, 36), stain.point(lambda tone: int(tone * 0.8)))
    algae = _closeness(lambda x, y: 0.9 - ((x - 49) ** 2 / 70 + (y - 52) ** 2 / 500) ** 0.5)
    picture = _stain(
        picture, (70, 92, 48), ImageChops.multiply(algae, wander).point(lambda tone: int(tone * 0.7))
    )
    return _jpeg(_gutter(picture), 34)


def _gutter(picture: Image.Image) -> Image.Image:
    """Return the wall with the eaves, the gutter and its dripping joint along the top."""
    draw = ImageDraw.Draw(picture, "RGBA")
    draw.rectangle((0, 0, 960, 34), fill=(226, 226, 222, 255))
    for step in range(64):
        tone = 74 + int(46 * (1 - abs(step - 20) / 44))
        draw.line(((0, 34 + step), (960, 34 + step)), fill=(tone, tone + 2, tone + 5, 255))
    draw.rectangle((462, 30, 516, 102), fill=(64, 66, 70, 255), outline=(40, 42, 44, 255), width=3)
    for x in (96, 330, 690, 900):
        draw.rectangle((x, 32, x + 16, 104), fill=(82, 84, 88, 255))
    for x, reach in ((476, 120), (488, 260), (497, 90), (503, 180)):
        draw.line(((x, 100), (x + 1, 100 + reach)), fill=(196, 206, 210, 70), width=2)
    under = Image.new("L", SIZE)
    ImageDraw.Draw(under).rectangle((0, 98, 960, 122), fill=110)
    return _stain(picture, (24, 20, 18), under.filter(ImageFilter.GaussianBlur(7)))
