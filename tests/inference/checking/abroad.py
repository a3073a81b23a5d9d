"""Papers and memos in German and French, with statements in their language and some in English."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

from tests.inference.checking.papers import MONTHS, Maker, Paper, cents, day, german, name, two_names

__all__ = ["ABROAD", "ABROAD_SPOKEN"]

MONATE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
MOIS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def rechnung(rng: random.Random) -> Paper:
    who, when = name(rng), day(rng)
    due = when + timedelta(days=14)
    net = cents(rng, 1100, 4900)
    tax = (net * Decimal("0.19")).quantize(Decimal("0.01"))
    number, customer = f"RE-{when.year}/{rng.randint(100, 999)}", rng.randint(10000, 99999)
    text = (
        f"Malerbetrieb Sandmann GmbH\nRechnung Nr. {number}\nRechnungsdatum\t{when:%d.%m.%Y}\n"
        f"Kundennummer\t{customer}\n{who}\nLindenweg 14\n\nZwischensumme\t{german(net)} €\nMwSt. 19 "
        f"%\t{german(tax)} €\nGesamtbetrag\t{german(net + tax)} €\nZahlbar bis {due:%d.%m.%Y}"
    )
    return text, [
        f"Der Gesamtbetrag ist <n:{german(net + tax)} €>.",
        f"Die Rechnung vom <d:{when.day}. {MONATE[when.month - 1]} {when.year}> hat die Nummer <i:{number}>.",
        f"Sie ist bis zum <d:{due.day}. {MONATE[due.month - 1]}> zu bezahlen.",
        f"Die Kundennummer lautet <n:{customer}>.",
        f"Sie ist an Frau <p:{who}> gerichtet.",
        f"Netto sind es <n:{german(net)}> Euro, dazu kommen 19 % Mehrwertsteuer.",
        f"Gesamtbetrag (<n:{german(net + tax)}>) und Zwischensumme (<n:{german(net)}>): Differenz <n:{german(tax)}> Euro.",
        "Zwischen Rechnungsdatum und Zahlungsziel liegen 14 Tage.",
        f"The total is <n:€{net + tax:,.2f}>, due on <d:{MONTHS[due.month - 1]} {due.day}, {due.year}>.",
        "Der Absender ist die Malerbetrieb Sandmann GmbH.",
    ]


def fahrplan(rng: random.Random) -> Paper:
    line, start, gleis = rng.randint(21, 98), rng.randint(8, 18), rng.randint(3, 19)
    m = rng.randint(10, 29)
    text = (
        f"Abfahrt\n\nRE {line}\tBregenz Hbf\tGleis {gleis}\t{start:02}:{m}\nS 3\tDornbirn\tGleis "
        f"1\t{start:02}:{m + 14}\nBus 65\tHard, Seestraße\t\t{start:02}:{m + 23}\nca. 5 Minuten später"
    )
    return text, [
        f"Der RE <n:{line}> nach <p:Bregenz> fährt um <t:{start}.{m} Uhr> von Gleis {gleis} ab.",
        f"Die S 3 nach Dornbirn fährt um <t:{start:02}:{m + 14}>.",
        f"Der Bus 65 fährt {23} Minuten nach dem RE, um <t:{start}:{m + 23} Uhr>.",
        "Drei Verbindungen werden angezeigt.",
        "Der Zug hat etwa fünf Minuten Verspätung.",
        f"The train to Bregenz leaves at <t:{start:02}:{m}>.",
    ]


def meldung(rng: random.Random) -> Paper:
    mb, file, percent = rng.randint(110, 980), f"Urlaub_{rng.randint(2011, 2026)}.mp4", rng.randint(83, 97)
    text = (
        f"Speicherplatz knapp\n\nAuf dem Laufwerk C: sind nur noch {mb} MB frei ({percent} % belegt). Die Datei "
        f"{file} konnte nicht gespeichert werden (Fehler 0x8007{rng.randint(1000, 9999)}).\n\nAufräumen\tAbbrechen"
    )
    return text, [
        f"Es sind nur noch <n:{mb}> MB frei.",
        f"Die Datei <f:{file}> konnte nicht gespeichert werden.",
        f"Das Laufwerk ist zu <n:{percent}> Prozent belegt.",
        "Die Meldung trägt den Titel „Speicherplatz knapp“.",
        "Zwei Schaltflächen stehen zur Wahl: „Aufräumen“ und „Abbrechen“.",
        "Klicke auf **Aufräumen**, um Platz zu schaffen.",
    ]


def facture(rng: random.Random) -> Paper:
    who, when, kwh = name(rng), day(rng), rng.randint(1100, 4900)
    ht = cents(rng, 210, 890)
    tva = (ht * Decimal("0.2")).quantize(Decimal("0.01"))
    french = lambda v: f"{v:,.2f}".replace(",", " ").replace(".", ",")  # noqa: E731
    contract = rng.randint(1000000, 9999999)
    text = (
        f"ÉNERGIE DU LAC\nFacture du {when.day} {MOIS[when.month - 1]} {when.year}\nContrat n° {contract}\nMme {who}\n"
        f"\nConsommation\t{kwh} kWh\nTotal HT\t{french(ht)} €\nTVA 20 %\t{french(tva)} €\nTotal TTC\t{french(ht + tva)} €"
    )
    return text, [
        f"Le total est de <n:{french(ht + tva)} €>.",
        f"La facture du <d:{when:%d/%m/%Y}> est adressée à Mme <p:{who}>.",
        f"La consommation est de <n:{kwh}> kWh.",
        f"Le contrat porte le numéro <n:{contract}>.",
        f"Le montant hors taxes est de <n:{french(ht)}> euros, avec 20 % de TVA.",
        "La facture vient de la société « Énergie du Lac ».",
        f"The total is <n:{ht + tva:,.2f}> euros.",
    ]


def billet(rng: random.Random) -> Paper:
    who, when, h, m = name(rng), day(rng), rng.randint(7, 20), rng.randint(10, 49)
    train, place = rng.randint(2100, 8900), rng.randint(21, 98)
    text = (
        f"BILLET\n{who.upper()}\nGrenoble - Valence\n{when:%d/%m/%y}\nDépart {h}h{m}\nArrivée {h + 2}h{m}\nTrain "
        f"{train}  Voiture 7  Place {place}"
    )
    return text, [
        f"Le train <n:{train}> part de <p:Grenoble> à <t:{h} h {m}>.",
        f"Le voyage est prévu le <d:{when.day} {MOIS[when.month - 1]} {when.year}>.",
        f"La place <n:{place}> est dans la voiture 7.",
        "Le trajet dure deux heures.",
        f"Le billet est au nom de <p:{who}>.",
        f"L'arrivée à Valence est à <t:{h + 2}:{m}>.",
    ]


def notiz(rng: random.Random) -> Paper:
    a, b = two_names(rng)
    count, when = rng.randint(21, 99), day(rng)
    text = (
        f"Also, ich habe heute mit {a} gesprochen. Wir brauchen {count} Stühle und drei Tische für das Fest am "
        f"{when.day}. {MONATE[when.month - 1]}. Beginn ist um halb vier. {b} bringt den Kuchen mit. Die Miete "
        "kostet zweihundertfünfzig Euro."
    )
    return text, [
        f"Für das Fest am <d:{when.day}. {MONATE[when.month - 1]}> werden <n:{count}> Stühle und 3 Tische gebraucht.",
        "Es beginnt um <t:15:30 Uhr>.",
        f"Der Kuchen kommt von <p:{b}>.",
        "Die Miete beträgt <n:250> Euro.",
        f"Die Person hat mit <p:{a}> gesprochen.",
        f"The party is on <d:{MONTHS[when.month - 1]} {when.day}>, and <p:{b}> brings the cake.",
    ]


def message(rng: random.Random) -> Paper:
    who, price, days = name(rng), rng.randint(31, 68), rng.randint(4, 9)
    text = (
        f"Bonjour, c'est {who} de la librairie. Votre livre est arrivé, il coûte {price} euros. Nous le gardons "
        f"pendant {days} jours. Nous sommes ouverts jusqu'à dix-huit heures trente. Merci."
    )
    return text, [
        f"C'est <p:{who}> de la librairie qui appelle.",
        f"Le livre coûte <n:{price} €>.",
        f"Il est gardé pendant {days} jours.",
        "La librairie est ouverte jusqu'à 18 h 30.",
        "Le message parle d'un livre qui est arrivé.",
    ]


ABROAD: dict[str, Maker] = {"rechnung": rechnung, "fahrplan": fahrplan, "meldung": meldung, "facture": facture, "billet": billet}
ABROAD_SPOKEN: dict[str, Maker] = {"notiz": notiz, "message": message}
