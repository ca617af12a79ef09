"""The local chat: a page on loopback, live, with its channels in a journal on disk."""
