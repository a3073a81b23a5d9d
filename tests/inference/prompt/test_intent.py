"""What asks for nothing but to be read, and what asks for more."""

from __future__ import annotations

import time

import pytest

from inference.conversation import AudioPart, DocumentPart, ImagePart, Message, Part, TextPart
from inference.prompt.intent import asks_to_read

PICTURE = ImagePart("a.png", b"a")


def asked(question: str, *parts: Part) -> str | None:
    return asks_to_read(Message("user", (*(parts or (PICTURE,)), TextPart(question))))


@pytest.mark.parametrize(
    "question",
    [
        "What does it say?",
        "what does this say",
        "What does the picture say?",
        "Read it",
        "Read this to me, please",
        "Please read the text",
        "transcribe",
        "Transcribe this recording",
        "Transcribe the voice memo, please.",
        "Write it down",
        "OCR",
        "extract the text",
        "Extract all the text from this image",
        "What is written here?",
        "What's written in the screenshot?",
        "What’s written here",
        "Copy the text",
        "What did she say?",
        "Was steht da?",
        "What text is in the picture?",
        "Can you read this?",
        "read the whole page",
        "What does the sign say?",
        "What do you hear",
        "¿Qué dice?",
        "Could you please transcribe it?",
        "Lies das vor, bitte",
    ],
)
def test_only_to_be_read(question: str) -> None:
    assert asked(question.strip()) == "text"


@pytest.mark.parametrize(
    "question",
    [
        "What does the error say and how do I fix it?",
        "What does it say about tax?",
        "Read it and summarise",
        "Translate it",
        "What is the total?",
        "What does the button do?",
        "Is this text a poem?",
        "transcribe it into French",
        "Read between the lines",
        "What does it mean?",
        "Describe it",
        "write down the three main points",
        "What does the second line say?",
        "copy the third column",
        "",
        "Who wrote this?",
    ],
)
def test_more_than_that(question: str) -> None:
    assert asked(question.strip()) is None


READ_IN_OTHER_LANGUAGES = """
Was steht auf dem Bild? | Was steht da drauf | Was steht denn hier?
Lies mir das bitte vor | Schreib das ab | Was ist hier zu lesen?
Transkribiere die Aufnahme bitte | Kannst du mir den Text vorlesen? | Was sagt er? | Könnten Sie das bitte abschreiben? | Vorlesen
Schreib das bitte auf | Was wird gesagt? | Kopiere den Text | Was steht in dem Brief?
Qu'est-ce qui est écrit ? | Qu’est-ce que ça dit ? | Que dit-il ? | Lis le texte, s'il te plaît | Transcris l'enregistrement
Peux-tu transcrire ce message vocal ? | Que dit le panneau ? | Recopie ça
Ça dit quoi ? | Note ça | Qu'est-ce qui est écrit sur l'image ?
Pouvez-vous lire cette page, s'il vous plaît ? | Lis-moi ça à voix haute
¿Qué dice aquí? | ¿Qué pone en la foto? | Lee esto, por favor | Transcribe el audio | ¿Puedes transcribirlo? | Copia el texto
¿Qué está escrito en el cartel? | Apunta esto | Léemelo en voz alta | ¿Qué dice la imagen?
Cosa c'è scritto? | Che cosa dice? | Cosa c'è scritto nell'immagine? | Leggimi il testo, per favore | Trascrivi la registrazione
Puoi trascriverlo? | Copia il testo | Scrivi questo | Che cosa c'è scritto sul cartello?
O que diz? | O que está escrito aqui? | Leia o texto, por favor | Transcreva a gravação | Pode transcrever isto? | Copie o texto
O que diz a imagem? | O que está escrito na placa? | Anote isto
Wat staat er? | Wat staat hier geschreven? | Wat staat er op de foto? | Lees dit voor, alsjeblieft | Transcribeer de opname
Kun je dit voorlezen? | Schrijf dat op | Wat zegt hij? | Neem de tekst over | Kunt u de tekst overschrijven?
Co tu jest napisane? | Co jest napisane na zdjęciu? | Przeczytaj to, proszę | Przepisz tekst | Czy możesz przepisać to nagranie?
Co ona mówi? | Zapisz to | Co tu pisze? | Odczytaj tekst ze zdjęcia
Ne yazıyor? | Burada ne yazıyor? | Resimde ne yazıyor? | Bunu oku lütfen | Ses kaydını yazıya dök | Ne diyor? | Metni kopyala
Bunu okuyabilir misin? | Bunu not al
Vad står det på bilden? | Läs det högt, tack | Skriv ner det
Hvad står der? | Hva står det her? | Transkriber opptaket | Hva sier han?
Co je tu napsáno? | Co se tu píše? | Přečti to, prosím | Přepiš nahrávku
这上面写了什么？ | 这张图片里写的是什么 | 他说了什么？ | 请把文字提取出来 | 转写录音 | 读一下 | 图片上写着什么字？
何て書いてありますか？ | この画像には何と書いてありますか | 文字起こしして | 読んでください | これを書き起こしてください
"""


def each(questions: str) -> list[str]:
    return [one.strip() for line in questions.strip().splitlines() for one in line.split("|")]


@pytest.mark.parametrize("question", each(READ_IN_OTHER_LANGUAGES))
def test_only_to_be_read_in_other_languages(question: str) -> None:
    assert asked(question) == "text"


MORE_IN_OTHER_LANGUAGES = """
Was steht auf dem Bild über Steuern? | Was steht ganz unten?
Lies das und fasse es zusammen | Übersetze das | Was steht in Zeile 3?
Schreib mir eine Antwort | Schreib das um | Was sagt er über den Preis? | Was sagt das über ihn aus? | Wer hat das geschrieben?
Was steht auf dem Schild, und was heißt das? | Kopiere die dritte Spalte | Schreib das auf Englisch | Was bedeutet das?
Transkribiere das ins Englische | Was ist die Summe? | Lies zwischen den Zeilen | Was steht heute an? | Wie viel steht da?
Qu'est-ce qui est écrit en rouge ? | Que dit le texte sur les impôts ?
Lis ça et résume | Traduis le texte | Que veut dire ce panneau ?
Écris une réponse | Note sur dix ? | Qu'est-ce que c'est ?
Quel est le total ? | Que dit-il de son frère ? | Copie la deuxième ligne
¿Qué dice sobre el precio? | Escribe un resumen | Lee esto y tradúcelo | ¿Qué quiere decir? | ¿Qué pone en la segunda línea?
Apunta esto en mi agenda | ¿Cuál es el total? | ¿Qué dice de mí?
Cosa c'è scritto in alto? | Scrivi un riassunto | Cosa vuol dire?
Leggi e traduci | Che cosa dice del prezzo? | Qual è il totale?
O que quer dizer isto? | Escreva um resumo | O que diz sobre o preço? | Leia e resuma | Qual é o total? | Copie a primeira linha
Wat staat er over belasting? | Wat betekent dit?
Lees dit en vat het samen | Schrijf dat anders op een kaart | Wat is het totaal?
Wat zegt hij over de prijs? | Schrijf een antwoord | Wat staat er bovenaan?
Co to jest? | Co to znaczy? | Przeczytaj i streść
Co mówi o cenie? | Napisz odpowiedź | Przetłumacz to | Co jest napisane na górze?
Ne demek? | Ne kadar? | Bunu oku ve özetle | Bunu çevir | Fiyat hakkında ne diyor? | Ne yapıyor? | Üçüncü satırda ne yazıyor?
Vad betyder det? | Läs det och sammanfatta | Hva sier han om prisen? | Hvad er summen? | Skriv et svar
Co to znamená? | Co se píše o ceně? | Přelož to
这是什么？ | 这是什么意思？ | 他说了什么关于价格？ | 翻译一下 | 写一首诗 | 总数是多少？
これは何ですか？ | 要約してください | 翻訳して | 合計はいくらですか | 値段について何と書いてありますか
识别这个 | 写什么？ | ¿Puedes escribir? | Çıkar | Noter
Note | Sign | Page | Memo | Was? | Quoi? | Co? | Ne? | Kannst du? | Puoi?
"""


@pytest.mark.parametrize("question", each(MORE_IN_OTHER_LANGUAGES))
def test_more_than_that_in_other_languages(question: str) -> None:
    assert asked(question) is None


@pytest.mark.parametrize(
    "question",
    each("""
Kopiere die Tabelle | Kannst du die Tabelle aus dem Bild abschreiben? | Copie le tableau | Peux-tu extraire ce tableau ?
Copia la tabla | Extrae la tabla de la imagen, por favor | Copia la tabella | Copie a tabela | Kopieer de tabel
Neem de tabel over | Skopiuj tabelę | Tabloyu kopyala | Kopiera tabellen | Zkopíruj tabulku | 复制表格 | 表をコピーして
"""),
)
def test_a_table_is_copied_in_other_languages(question: str) -> None:
    assert asked(question) == "table"


def test_a_table_is_copied_as_one() -> None:
    assert asked("Copy the table") == "table"
    assert asked("Can you extract the table from this screenshot, please?") == "table"


def test_only_pictures_and_recordings_are_read_so() -> None:
    assert asks_to_read(Message.text("user", "What does it say?")) is None
    assert asked("What does it say?", DocumentPart("a.pdf", b"%PDF-")) is None
    assert asked("What does it say?", PICTURE, AudioPart("m.wav", b"m")) == "text"


@pytest.mark.parametrize(
    "piece",
    ["read ", "please ", "the ", "what ", "a" * 10, " ", "was steht da ", "le ", "de la ", "hier ", "co je ", "图片上", "bitte,"],
)
def test_it_takes_no_time_whatever_is_asked(piece: str) -> None:
    began = time.process_time()
    for length in range(0, 400, 7):
        asked((piece * 200_000)[:length])
    asked(piece * 40_000)
    assert time.process_time() - began < 2
