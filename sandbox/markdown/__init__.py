"""Markdown as GitHub shows it in issues and comments: safe HTML from a text and what it may refer to."""

from sandbox.markdown.references import Reference, Resolver
from sandbox.markdown.rendering import render, task_lines

__all__ = ["Reference", "Resolver", "render", "task_lines"]
