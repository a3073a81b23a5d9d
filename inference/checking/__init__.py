"""What an answer says about a picture, a scan or a recording, looked up in the text recognised there; no model is asked."""
