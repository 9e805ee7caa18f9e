"""Pages of a list, counted from 0."""


def nearest(wanted: int, total: int, size: int) -> tuple[int, int]:
    """(page, pages): the page there is that is nearest to the wanted one, and how many there are.

    A list of nothing has one page.
    """
    pages = max(1, (total + size - 1) // size)
    return max(0, min(wanted, pages - 1)), pages
