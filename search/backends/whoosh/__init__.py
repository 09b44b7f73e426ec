"""The embedded engine: Whoosh keeps the postings, we rank them.

Whoosh 2.7.4 is used for what it does well, writing and reading an inverted index.  Its query
parser (a denial-of-service surface), its shared searchers (wrong answers between threads), its
filters (`filter=set()` means no filter) and its scorer are not used.
"""

from search.backends.whoosh.engine import WhooshBackend

__all__ = ["WhooshBackend"]
