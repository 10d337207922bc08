"""What is true right now: clock, ids, customers, documents. No HTTP, no contract."""
