"""The chats of before, in the side bar."""
