"""Whether a server keeps a contract, judged from outside by what it answers. Knows bytes and contracts."""
