"""What an answer says about a picture, a scan or a recording, looked up in the text that was recognised there. No model is asked."""
