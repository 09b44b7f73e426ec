"""Asking the law: queries, documents and the engines that answer."""
