"""The review pages: a local server on a project folder, where people read a proposal and decide, each with a reason.

`views` answer requests with what `content` gathers; `templates` has the pages, in folders as the views are, with
`base.html` and the macros of `parts.html`; `static` has the GOV.UK styles and ours; `serving` is the server itself.
"""
