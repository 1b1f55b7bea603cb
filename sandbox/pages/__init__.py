"""What a person sees and does in a browser: GitHub's pages, at GitHub's addresses, without GitHub."""

from sandbox.pages.face import open_face

__all__ = ["open_face"]
