"""“I need this in my language”: a reader asks, nobody knows who, and the desk of translations begins with it."""
