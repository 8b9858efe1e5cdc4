"""What decides about places and appointments, without a clock, a database or a web page."""
