"""Opinions as unit rows into topics: smoothed over neighbours, agreed on by many runs."""

from nlp.grouping.counting import number_of_groups
from nlp.grouping.grouping import FEWEST, Grouping, group
from nlp.grouping.large import OUTSIDE
from nlp.grouping.parting import UNDIVIDED, parts

__all__ = ["FEWEST", "OUTSIDE", "UNDIVIDED", "Grouping", "group", "number_of_groups", "parts"]
