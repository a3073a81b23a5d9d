"""The Linux desktop's portal: what a program asks for instead of taking it itself, over the session's message bus."""
