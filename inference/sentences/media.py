"""The sentences about what is attached: pictures, recordings, documents, and files that are none of them."""

from __future__ import annotations

__all__ = ["MEDIA"]

MEDIA = """
no-such-file: There is no file {path}. | Check the path.
file-unreadable: {name} cannot be read: {reason}. | Check that you may open it.
attached-empty: {name} is empty. | Choose a file that holds something.
attached-blank: {name} holds nothing but blank space. | Choose a file that holds something.
attached-folder: {name} is a folder. | Choose a file inside it.
attached-too-large: {name} is {size:.1f} GB. | Files up to {most:.1f} GB can be used.
is-model: {name} looks like a model file. | Open it as a model, not as an attachment.
is-zip: {name} looks like a ZIP archive or an office document. | Export the document as a PDF, or unpack the archive first.
is-old-office: {name} looks like an old office document. | Export it as a PDF.
is-rich-text: {name} looks like a rich text document. | Export it as a PDF or as plain text.
is-postscript: {name} looks like a PostScript file. | Convert it to a PDF.
is-photoshop: {name} looks like a Photoshop picture. | Export it as PNG or JPEG.
is-matroska: {name} looks like a Matroska or WebM video.
  | Save one frame as a picture, or the sound as WAV, FLAC, OGG or MP3.
is-windows-media: {name} looks like a Windows Media file. | Convert it to WAV, FLAC, OGG or MP3.
is-amr: {name} looks like an AMR recording. | Convert it to WAV, FLAC, OGG or MP3.
is-gzip: {name} looks like a gzip archive. | Unpack it first.
is-7-zip: {name} looks like a 7-Zip archive. | Unpack it first.
is-rar: {name} looks like a RAR archive. | Unpack it first.
is-program: {name} looks like a program.
  | Hush takes pictures (PNG, JPEG, WebP, GIF, BMP, TIFF or AVIF), recordings (WAV, FLAC, OGG or MP3), PDFs and plain text.
is-windows-program: {name} looks like a Windows program.
  | Hush takes pictures (PNG, JPEG, WebP, GIF, BMP, TIFF or AVIF), recordings (WAV, FLAC, OGG or MP3), PDFs and plain text.
is-database: {name} looks like a database.
  | Hush takes pictures (PNG, JPEG, WebP, GIF, BMP, TIFF or AVIF), recordings (WAV, FLAC, OGG or MP3), PDFs and plain text.
is-video: {name} is a video. | Save one frame as a picture, or its sound as WAV, FLAC, OGG or MP3.
is-heic: {name} is an HEIC picture. | Export it as PNG, JPEG, WebP, GIF, BMP, TIFF or AVIF.
is-m4a: {name} is an M4A recording. | Convert it to WAV, FLAC, OGG or MP3.
is-svg: {name} is an SVG drawing. | Export it as PNG, JPEG, WebP, GIF, BMP, TIFF or AVIF.
is-aac: {name} is an AAC recording. | Convert it to WAV, FLAC, OGG or MP3.
is-unknown: {name} is of no kind that Hush knows.
  | Hush takes pictures (PNG, JPEG, WebP, GIF, BMP, TIFF or AVIF), recordings (WAV, FLAC, OGG or MP3), PDFs and plain text.
not-utf-8: {name} is not UTF-8 text. | If it is text, save it again as UTF-8.
picture-empty: The picture "{name}" is empty: {width} x {height} pixels. | Choose another picture.
picture-too-large: The picture "{name}" of {width:,} x {height:,} pixels is too large.
  | Pictures up to {most} megapixels can be used: scale it down.
picture-bomb: The picture "{name}" is too large. | Pictures up to {most} megapixels can be used: scale it down.
picture-damaged: The picture "{name}" cannot be decoded: it is damaged or incomplete.
  | Save or download it again, or export it as PNG.
recording-silent: The recording "{name}" holds no sound. | Choose another recording.
recording-rate: The recording "{name}" claims {rate:,} samples a second. | It is damaged: save or convert it again.
recording-too-long: The recording "{name}" is longer than {hours} hours. | Cut it into shorter recordings.
recording-not-numbers: The recording "{name}" holds values that are not numbers. | It is damaged: save or convert it again.
recording-cut-off: The recording "{name}" is cut off: it holds {percent} % of the sound it promises.
  | Save or download it again, or convert what is there to a new file.
recording-damaged: The recording "{name}" cannot be decoded: it is damaged or in a format that cannot be read.
  | Convert it to WAV, FLAC, OGG or MP3.
no-document: "{name}" is no document. | Attach it as a picture or a recording.
pdf-empty: The PDF "{name}" has no pages. | It may be damaged: save or download it again.
pdf-too-long: The PDF "{name}" has {count:,} pages. | Up to {most:,} can be read: split it.
pdf-locked: The PDF "{name}" is locked with a password. | Save a copy without the password and use that.
pdf-encrypted: The PDF "{name}" is encrypted in a way that cannot be read. | Print it to a new PDF and use that.
pdf-damaged: The PDF "{name}" cannot be read: it is damaged or incomplete. | Save or download it again.
page-without-size: Page {number} of the PDF "{name}" has no size. | Print it to a new PDF and use that.
no-pages-chosen: No pages of "{name}" are chosen. | Name them in order, such as 3-9, or take them all.
no-such-page: "{name}" has {count:,} pages: there is no page {number:,}. | Choose from 1 to {count:,}.
only-one-page: "{name}" has 1 page: there is no page {number:,}. | Choose from 1 to {count:,}.
text-too-long: The text "{name}" is {size:,.0f} MB long. | Up to {most:.0f} MB can be read: cut it.
text-not-utf-8: The text "{name}" is not UTF-8. | Save it again as UTF-8.
cannot-see: This model cannot see, so {name} cannot be used. | Load a model with a vision projector (mmproj).
cannot-hear: This model cannot hear, so {name} cannot be used. | Load a model with an audio projector (mmproj).
picture-budget: A picture cannot be given {tokens} tokens. | Choose one of {budgets}.
picture-beyond-load: A picture of {tokens} tokens does not fit: this load evaluates up to {most} in one piece.
  | Choose a smaller budget, or load the model again for larger pictures.
picture-beyond-context: A picture of {tokens:,} tokens does not go into a context of {context:,}.
  | Choose a larger context or a smaller budget for pictures.
media-in-one-piece: {name} needs {tokens} tokens in one piece and the load holds {most}.
media-not-projected: llama.cpp could not project {name} ({reason}).
media-not-taken: llama.cpp could not take {name} ({reason}).
media-in-pieces: llama.cpp cut {name} into several pieces, which Hush does not handle yet.
media-empty: llama.cpp made nothing of {name}.
"""
