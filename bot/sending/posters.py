"""A link as a picture: a square of points that a telephone reads from a poster."""

from io import BytesIO

SCALE = 20  # pixels a point: a hand's breadth in print
QUIET = 8  # points of white around it, twice what readers ask for
DAMAGE = "q"  # a quarter of it may be dirty or torn


def png(link: str) -> bytes:
    """The picture of a link, black on white."""
    import segno  # who never makes a poster need not wait for it

    drawn = BytesIO()
    segno.make_qr(link, error=DAMAGE).save(drawn, kind="png", scale=SCALE, border=QUIET)
    return drawn.getvalue()
