"""Chance that falls the same way each time."""

from __future__ import annotations

from random import Random

from PIL import Image


def seeded(seed: int) -> Random:
    """Return a source of numbers that repeats itself from run to run."""
    return Random(seed)  # noqa: S311 - it draws plaster and paper, not keys


def grain(size: tuple[int, int], cell: int, seed: int) -> Image.Image:
    """Return soft grey noise whose blotches are about `cell` pixels wide."""
    width, height = max(2, size[0] // cell + 2), max(2, size[1] // cell + 2)
    field = Image.frombytes("L", (width, height), seeded(seed).randbytes(width * height))
    return field.resize(size, Image.Resampling.BICUBIC)


def clouds(size: tuple[int, int], cell: int, seed: int, octaves: int = 4) -> Image.Image:
    """Return noise at several scales laid over each other, like plaster or damp."""
    picture = grain(size, cell, seed)
    for octave in range(1, octaves):
        finer = grain(size, max(1, cell >> octave), seed + octave)
        picture = Image.blend(picture, finer, 1 / (2**octave + 1))
    return picture
