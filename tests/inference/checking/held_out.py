"""Sixty answers written by hand, in the way models write, over papers of their own: kept apart while the check was built.

In an answer [[…]] is an error that was planted; everything else is right.
"""

from __future__ import annotations

import re

from inference.checking.values import Source
from tests.inference.checking.answers import Case

__all__ = ["held_out"]

PAPERS: dict[str, Source] = {
    source.name: source
    for source in (
        Source("Screenshot 2026-11-03.png", "picture", "Update available\n\nFirmware 4.17.2 for the AX-88 router is ready (released 30 Oct 2026). The update takes about 6 minutes; the router restarts twice. 37.4 MB will be downloaded.\nRelease notes\n\nRemind me tomorrow\tInsta11 now"),
        Source("utility.png", "picture", "NORTHBRIDGE WATER\nAccount number\t7731 4402 95\nCustomer\tMs. Tamsin Achterberg\nBilling period\t1 Jul 2026 – 30 Sep 2026\n\nMeter reading (previous)\t1,482 m³\nMeter reading (current)\t1,531 m³\nConsumption\t49 m³\nRate per m³\t£2.85\n\nWater charge\t£139.65\nStanding charge\t£18.20\nTotal now due\t£157.85\nPay by direct debit on 21 October 2026"),
        Source("standings.png", "picture", "Pos\tTeam\tPld\tW\tD\tL\tPts\n1\tRovers\t12\t9\t2\t1\t29\n2\tHarriers\t12\t8\t1\t3\t25\n3\tSt Osyth\t12\t6\t3\t3\t21\n4\tMarlow Utd\t12\t4\t4\t4\t16\n\nTop scorer: Kwame Bexley (14 goals)"),
        Source("group-chat.jpg", "picture", "Weekend hike\nPriya, Tomasz, Wen, You\n\nPriya\nBus 412 goes at 7:50 from the town ha|l\n18:02\nTomasz\nI'll be a bit late, can you save me a seat?\n18:05\nWen\nForecast says 14 degrees and showers. Bring boots!\n18:11\nPriya\nReturn ticket is 6.40 each, so 25.60 for the four of us\n18:30"),
        Source("traceback.png", "picture", "Traceback (most recent call last):\n  File \"/opt/pipeline/ingest.py\", line 212, in load_rows\n    raise SchemaMismatch(f\"expected {want} columns, got {have}\")\nSchemaMismatch: expected 17 columns, got 16\nProcess finished with exit code 3"),
        Source("menu.jpg", "scan", "TRATTORIA LUNGARNO\n\nAntipasti\nBruschetta\t7.50\nCarpaccio di manzo\t13.80\n\nPrimi\nTagliatelle al ragù\t14.20\nRisotto ai funghi\t16.90\n\nDolci\nTiramisù\t6.80\nPanna cotta\t6.20\n\nCoperto 2.50 per person\nClosed Mondays"),
        Source("lease.png", "scan", "TENANCY AGREEMENT\nbetween Hollis Property Management LLP (the Landlord) and Dr Benedikt Aaltonen (the Tenant)\n1. The term begins on 1 March 2026 and ends on 28 February 2028.\n2. The monthly rent is 1,345.00 EUR, payable by the third working day of each month.\n3. A deposit of 2,690.00 EUR is held by the Landlord.\n4. Notice: two months, in writing, to office@hollis-property.example.\nSigned at Turku, 12.02.2026"),
        Source("prescription.png", "scan", "Patient: Oyelaran, Folasade   DOB 09/11/1984\nRx: Amoxicillin 500 mg capsules\nTake 1 capsule 3 times a day for 7 days\nQty: 21   Refills: 0\nDr. M. Castellanos   Lic. 44-20817\nIssued: 05/06/2026"),
        Source("delivery.png", "picture", "Parcel 3SKLMN0048213\nOut for delivery\nExpected today between 13:15 and 15:15\n\n09:04  Loaded into van, Depot Eindhoven\n02:37  Sorted, Hub Utrecht\nTue 18:52  Handed in, Rotterdam\n\nWeight 2.3 kg"),
        Source("dashboard.png", "picture", "Q3 results\n\nRevenue\t$4.82M\tup 12%\nNew customers\t1,318\tup 9%\nChurn\t2.1%\tdown 0.4 pts\nSupport tickets\t764\n\nTop region: Iberia ($1.9M)\nNext review: Thu 15 Oct"),
        Source("fahrkarte.png", "scan", "Online-Ticket\nAuftragsnummer KX7R4M\nHerr Anselm Grubinger\n1 Erwachsener, BahnCard 25\nHinfahrt am 17.08.2026\nPassau Hbf ab 06:53, Wien Hbf an 09:45, ICE 21\nWagen 24, Sitzplatz 61\nPreis 47,90 €\n\nStornierung bis 16.08.2026 kostenlos"),
        Source("Lettre.jpg", "scan", "Mairie de Saint-Aubin\nLe 4 mai 2026\nMadame Eulalie Fontanel,\nvotre demande de place en crèche (dossier 2026-0381) a été reçue. La commission se réunira le mardi 19 mai à 14h30, salle Jeanne-d'Arc. Merci d'apporter trois justificatifs de domicile.\nThéophile Garrigue, adjoint au maire\n02 41 88 60 17"),
        Source("memo-0417.wav", "recording", "Right, quick notes after the site visit. The scaffolding at number 42 has to come down by Friday. Gwendolyn Pike says the roof needs about 380 tiles, and they're 2 pounds 15 apiece. The electrician, Hamish, is coming at a quarter to nine on Tuesday. We are roughly 4,000 pounds over budget. Oh, and the skip gets collected twice a week."),
        Source("interview.m4a", "recording", "So I started at the Lofoten observatory in 2009 and stayed for eleven years. We had three telescopes and a staff of twenty-six. In March 2014 we recorded the longest outburst anyone had seen, it went on for 97 hours. My supervisor then was Ragnhild Solbakken, and she still writes to me every Christmas."),
        Source("Einkauf.m4a", "recording", "Für Samstag brauchen wir noch zwölf Brötchen, ein Kilo Tomaten und zwei Flaschen Apfelsaft. Jasper holt um Viertel nach zehn die Torte bei Konditorei Wendelin ab, die kostet 34 Euro. Wir sind insgesamt neun Leute."),
    )
}  # fmt: skip

# The paper, the question, the answer.
ANSWERS: list[tuple[str, str, str]] = [
    ("Screenshot 2026-11-03.png", "What does this say?", "This is an update notification for a router. Firmware version **4.17.2** for the AX-88, released on October 30, 2026, is ready to install. The download is 37.4 MB and the update takes around six minutes, during which the router restarts two times."),
    ("Screenshot 2026-11-03.png", "How big is it?", "The download is [[34.7]] MB. You can click **Install now** or **Remind me tomorrow**."),
    ("Screenshot 2026-11-03.png", "Which device?", "It concerns the [[AX-86]] router, with firmware 4.17.2."),
    ("Screenshot 2026-11-03.png", "Which version?", "The dialog offers firmware [[4.71.2]], which came out on 2026-10-30."),
    ("utility.png", "Summarise the bill", "## Water bill summary\n\n| | |\n|---|---|\n| Provider | Northbridge Water |\n| Customer | Tamsin Achterberg |\n| Account | 7731 4402 95 |\n| Period | July 1 – September 30, 2026 |\n| Consumption | 49 m³ |\n| Total | **£157.85** |\n\nThe amount will be debited on 21 October."),
    ("utility.png", "How is the total made up?", "The total of £157.85 consists of:\n\n1. Water charge: 49 m³ × £2.85 = £139.65\n2. Standing charge: £18.20\n\nThe consumption is the difference between the two meter readings (1531 − 1482 = 49)."),
    ("utility.png", "When is it paid?", "It will be collected by direct debit on [[24 October 2026]]. The billing period covers three months."),
    ("utility.png", "Who is the customer?", "The customer is Ms. [[Tamara Achterveld]], and the account number is [[7731 4420 95]]."),
    ("utility.png", "What was used?", "Between July and September 2026, [[46]] cubic metres of water were used at £2.85 each; the current reading is [[1,513]] m³."),
    ("standings.png", "Who leads?", "**Rovers** lead the table with 29 points after 12 games, four points ahead of Harriers (25). They've won nine, drawn two and lost one."),
    ("standings.png", "Who scored most?", "The top scorer is Kwame Bexley with 14 goals. The table shows four teams."),
    ("standings.png", "Top scorer?", "The top scorer is [[Kofi Baxter]] with 14 goals."),
    ("standings.png", "Gap between first and last", "Rovers have 29 points and Marlow Utd 16, a gap of 13 points. St Osyth are third with [[27]]."),
    ("group-chat.jpg", "When does the bus go?", "Priya writes that bus 412 leaves at 7:50 a.m. from the town hall."),
    ("group-chat.jpg", "What does it cost?", "A return ticket costs 6.40 each. For all four people that's 25.60 (4 × 6.40)."),
    ("group-chat.jpg", "Summarise the chat", "The group \"Weekend hike\" is planning a trip:\n- **Priya**: the bus goes at [[7:55]] from the town hall\n- **Tomasz** will be late and asks to save him a seat\n- **Wen** says it will be 14 °C with showers, so everyone should bring boots"),
    ("group-chat.jpg", "Which bus?", "They take bus [[421]]. [[Tobias]] will be a bit late."),
    ("traceback.png", "What went wrong?", "The program crashed with a `SchemaMismatch` error: it expected 17 columns but got 16. The exception was raised in `/opt/pipeline/ingest.py`, line 212, in the function `load_rows()`. The exit code was 3.\n\nTo fix this, check whether one column is missing from the input file."),
    ("traceback.png", "Which line?", "The error happened on line [[221]] of [[import.py]]."),
    ("traceback.png", "Copy the message", "```\nSchemaMismatch: expected 17 columns, got [[18]]\n```"),
    ("traceback.png", "How can I fix it?", "One column is missing. Before loading, compare the numbers:\n\n```python\nif len(row) != want:\n    print(f\"skipping row {i}: {len(row)} columns\")\n    continue\n```\n\nThis goes into `load_rows` in ingest.py."),
    ("menu.jpg", "What is the cheapest dessert?", "The cheapest dessert is the *Panna cotta* at €6.20. The other dessert, Tiramisù, costs 6.80."),
    ("menu.jpg", "What would bruschetta and risotto cost for one?", "Bruschetta (7.50) and Risotto ai funghi (16.90) come to 24.40; with the cover charge of 2.50 that makes 26.90."),
    ("menu.jpg", "How much is the ragù?", "The tagliatelle al ragu costs [[12.40]]."),
    ("menu.jpg", "Name of the restaurant?", "It's called “[[Trattoria Lombardo]]” and it is closed on Mondays."),
    ("lease.png", "Summarise the contract", "This tenancy agreement is between **Hollis Property Management LLP** (landlord) and **Dr Benedikt Aaltonen** (tenant).\n\n- Term: 1 March 2026 to 28 February 2028 (two years)\n- Rent: €1,345 per month\n- Deposit: €2,690, i.e. two months' rent\n- Notice period: 2 months, in writing\n\nIt was signed in Turku on 12 February 2026."),
    ("lease.png", "What is the rent per year?", "The monthly rent is 1,345.00 EUR, so over 12 months you'd pay 16,140 EUR."),
    ("lease.png", "How much is the deposit?", "The deposit is [[2,960.00]] EUR."),
    ("lease.png", "Where do I send notice?", "Send it in writing to [[office@hollis-estates.example]]. The contract ends on [[29 February 2028]]."),
    ("lease.png", "Who is the tenant?", "The tenant is Dr [[Bernhard Aaltinen]]. The landlord is Hollis Property Management."),
    ("prescription.png", "How do I take it?", "Take one 500 mg capsule of Amoxicillin three times daily for seven days (21 capsules in total). There are no refills."),
    ("prescription.png", "Who prescribed it?", "It was issued by Dr. Castellanos (licence 44-20817) on 5 June 2026 for Folasade Oyelaran, born on November 9, 1984."),
    ("prescription.png", "Dose?", "The dose is [[250]] mg, three times a day."),
    ("prescription.png", "Which doctor?", "The doctor is [[M. Castellon-Ruiz]], licence number [[44-20871]]."),
    ("delivery.png", "When does it arrive?", "Your parcel (3SKLMN0048213) is out for delivery and should arrive today between 1:15 and 3:15 pm, a two-hour window."),
    ("delivery.png", "Where has it been?", "1. Handed in at Rotterdam on Tuesday at 6:52 PM\n2. Sorted at the Utrecht hub at 2:37 AM\n3. Loaded into the van at the Eindhoven depot at 9:04 AM"),
    ("delivery.png", "What's the tracking number?", "The tracking number is [[3SKLMN0048231]] and the parcel weighs 2.3 kg."),
    ("delivery.png", "Where was it sorted?", "It was sorted in [[Tilburg]] at [[02:57]]."),
    ("dashboard.png", "Key figures?", "Revenue in Q3 was $4.82 million, up 12 percent. There were 1,318 new customers (+9 %), and churn fell by 0.4 points to 2.1 %. The best region was Iberia with $1.9M."),
    ("dashboard.png", "Revenue share of Iberia?", "Iberia brought in $1.9M of $4.82M, about 39 % of the revenue."),
    ("dashboard.png", "How many tickets?", "There were [[746]] support tickets and [[1,381]] new customers."),
    ("dashboard.png", "Next review?", "The next review is on Thursday, [[October 16]]."),
    ("fahrkarte.png", "Wann fährt der Zug?", "Der ICE 21 fährt am 17. August 2026 um 6:53 Uhr in Passau Hbf ab und kommt um 9:45 Uhr in Wien an. Die Fahrt dauert also 2 Stunden 52 Minuten."),
    ("fahrkarte.png", "Was kostet es?", "Das Ticket kostet [[49,70 €]]. Es kann bis zum 16. August kostenlos storniert werden."),
    ("fahrkarte.png", "Wer reist?", "Das Ticket ist auf Herrn [[Anton Gruber]] ausgestellt, Wagen 24, Sitzplatz [[16]]."),
    ("fahrkarte.png", "What is the booking code?", "The order number is KX7R4M. Mr Grubinger has seat 61 in coach 24 and paid €47.90 with a BahnCard 25."),
    ("Lettre.jpg", "Que dit la lettre ?", "La mairie de Saint-Aubin informe Madame Eulalie Fontanel que sa demande de place en crèche (dossier 2026-0381) a été reçue. La commission se réunit le 19/05/2026 à 14 h 30 dans la salle Jeanne-d'Arc. Il faut apporter 3 justificatifs de domicile."),
    ("Lettre.jpg", "Quand ?", "La réunion a lieu le mardi [[16 mai]] à [[15h30]]."),
    ("Lettre.jpg", "Who signed it?", "The letter was signed by [[Timothée Garnier]], deputy mayor. The phone number is 02 41 88 60 17."),
    ("Lettre.jpg", "What do they want?", "The town hall asks Eulalie Fontanel to bring three proofs of address to the committee meeting on Tuesday, May 19 at 2:30 PM."),
    ("memo-0417.wav", "Summarise this memo", "**Site visit notes**\n\n- Scaffolding at number 42 must come down by Friday\n- Roof: about 380 tiles at £2.15 each (Gwendolyn Pike)\n- Hamish, the electrician, comes on Tuesday at 8:45\n- The project is about £4,000 over budget\n- The skip is collected 2× a week"),
    ("memo-0417.wav", "What do the tiles cost?", "380 tiles at 2.15 pounds come to £817 in total."),
    ("memo-0417.wav", "How many tiles?", "[[Gareth Pine]] says that about [[830]] tiles are needed."),
    ("memo-0417.wav", "When does the electrician come?", "Hamish comes on [[Wednesday]] at [[9:45]]."),
    ("interview.m4a", "Who was the supervisor?", "Her name is Ragnhild Solbakken; she still writes every Christmas. The speaker worked at the Lofoten observatory from 2009 for 11 years, i.e. until 2020."),
    ("interview.m4a", "How long was the outburst?", "The outburst in March 2014 lasted 97 hours, which is roughly four days. There were 26 people on the staff and three telescopes."),
    ("interview.m4a", "Details?", "The outburst was recorded in [[March 2041]] and lasted [[79]] hours."),
    ("Einkauf.m4a", "Was wird gebraucht?", "Für Samstag werden gebraucht:\n\n* 12 Brötchen\n* 1 kg Tomaten\n* 2 Flaschen Apfelsaft\n\nJasper holt um 10:15 Uhr die Torte (34 €) bei der Konditorei Wendelin ab."),
    ("Einkauf.m4a", "Wie viele Leute?", "Es kommen neun Leute. Die Torte kostet [[43]] Euro."),
    ("Einkauf.m4a", "When is the cake picked up?", "[[Justus]] picks up the cake at 10:15 from the [[Wendler]] bakery."),
]  # fmt: skip


def held_out() -> list[Case]:
    found: list[Case] = []
    for name, question, said in ANSWERS:
        answer, planted = "", list[tuple[int, int]]()
        for piece in re.split(r"(\[\[.*?\]\])", said):
            if piece.startswith("[["):
                planted.append((len(answer), len(answer) + len(piece) - 4))
                piece = piece[2:-2]
            answer += piece
        found.append(Case(name, (PAPERS[name],), answer, tuple(planted), question))
    return found
