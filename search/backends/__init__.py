"""One file per search engine; each passes the same contract suite."""
