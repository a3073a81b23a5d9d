"""The microphone and the loudspeaker: recording, push to talk, playing."""
