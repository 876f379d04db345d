"""What a learner sees: verified results become a `Document`, a document becomes HTML, Markdown, text or a notebook.

Every text in a result is hostile (a model or a person wrote it): it is cleaned, bounded and escaped where it is
written. Nothing here decides what is true, runs anything, or knows the notebook.
"""
