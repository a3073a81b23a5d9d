"""What a conversation is made of on the screen: text in pieces, code, attachments, and the rows they stand in."""
