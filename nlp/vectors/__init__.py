"""Vectors of Korean morphemes learnt from civic text: trained, kept as files, pooled into texts."""

from nlp.vectors.archive import BrokenVectorsError, MissingVectorsError, VectorsError, load, save
from nlp.vectors.pooling import ENOUGH_KNOWN, Pooled, WordVectors
from nlp.vectors.training import train

__all__ = [
    "ENOUGH_KNOWN",
    "BrokenVectorsError",
    "MissingVectorsError",
    "Pooled",
    "VectorsError",
    "WordVectors",
    "load",
    "save",
    "train",
]
