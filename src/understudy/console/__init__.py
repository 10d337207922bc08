"""The web pages under /_understudy: documentation of each API and the contracts themselves."""
