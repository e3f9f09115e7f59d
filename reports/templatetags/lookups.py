"""Looks a value up by a key that is itself a value, which Django's dot cannot."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def at(values: Mapping[str, object], key: str) -> object:
    """The value under that key; "" where there is none."""
    return values.get(key, "")
