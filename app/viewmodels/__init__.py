"""What views show, and signals when it changes. No widget, no thread, no engine."""
