"""What people say to an assistant or dictate, in templates and word classes: the training's own.

Whoever fills them leaves out the entries with a word that is kept for evaluation (see `sentences`).
"""

from __future__ import annotations

from inference.starter.grammar import CLOCK, NUMBERS

__all__ = ["CLASSES", "FUNCTION_WORDS", "PROPER", "TEMPLATES"]

FUNCTION_WORDS = frozenset(
    """a about above across after again against ago all almost along already also although always am among an and another any
    anybody anyone anything are around as at away be because been before behind being below beside between both but by can could
    did do does doing done down during each either else enough even ever every everybody everyone everything except far few for
    from further get going had has have having he her here hers herself him himself his how i if in inside instead into is it its
    itself just last least less let like many may maybe me might mine more most much must my myself near neither never next no
    nobody none nor not nothing now of off often on once one only onto or other others our ours out outside over own past per
    perhaps please quite rather really same shall she should since so some somebody someone something soon still such than that
    the their theirs them then there these they this those though through till to together too toward under until up upon us very
    was we well were what when where whether which while who whom whose why will with within without would yes yet you your
    yours zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand first second third fourth fifth sixth seventh
    eighth ninth tenth half quarter""".split()
)
"""Words that no sentence does without, whether they are kept for evaluation or not; all others are content."""

_NAMES = """Alice Anna Ben Carol Daniel David Emma Eric Frank Grace Hannah Helen Henry Ivan Jane John Julia Karen Kate Kevin Laura
    Leo Linda Lisa Maria Mark Max Michael Nancy Nina Oliver Oscar Paul Peter Robert Rosa Sarah Simon Sophie Steve Susan Thomas
    Tom Victor George Jack James Lucy Martin Ruth Sam""".split()
_CITIES = """Berlin Boston Chicago Dublin Lisbon London Madrid Paris Prague Rome Sydney Vienna Tokyo Canada China France Germany
    India Ireland Italy Japan Mexico Norway Poland Portugal Scotland Spain Sweden America Britain England""".split()  # fmt: skip
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()

PROPER = frozenset([*_NAMES, *_CITIES, *_DAYS, *_MONTHS, "Asia", "Europe", "Egypt", "Australia", "French", "German", "Italian",
                    "Spanish", "English"])  # fmt: skip
"""What is written with a capital wherever it stands."""

_NOUNS = """account address agenda animal answer apartment app arm article artist aunt baby bag ball bank basket bathroom battery
    bed bell bicycle bill bird boat body book boss bottle bowl box boy branch bridge brother bucket budget building bus button
    cake calendar camera candle car card carpet cat ceiling chair chapter charger chart child church cinema circle city class
    client clock coat coffee coin college colour company computer contact contract corner country course cousin cup cupboard
    curtain customer date daughter deadline dentist desk device dictionary dinner discount doctor document dog door draft drawer
    dress driver egg elephant email employee engine error evening exam example exit family farm farmer father file film flag
    flat flight floor flower folder forest form fox friend fridge garage garden gate girl glass guest guitar hall hammer hand
    hat head hill holiday horse hospital hotel hour house idea image invoice island jacket job joke journey judge juice key
    keyboard kitchen knife label ladder lake lamp laptop lawyer leaf letter library light line list lunch machine magazine
    manager map market meal meeting member menu message milk minute mirror model money monkey month moon morning mother mountain
    mouse mouth movie museum name neighbour newspaper night note notice number nurse office oven owner page paper parcel park
    partner party password path payment pen pencil people person phone photo picture pillow pilot pizza plan plane plate player
    pocket poem police poster present price printer prize problem product project queen question queue rabbit radio receipt
    recipe record report result ring river road robot roof room rope route sale salad school screen sea season seat secretary
    shelf ship shirt shoe shop shower sign singer sister size sky snake sofa soldier son song soup station statue stone store
    storm story stove street student subject sugar suitcase summer sun supplier switch table tablet task taxi teacher team
    telephone temple test theatre ticket tiger title tool towel tower town toy train tray tree trip truck uncle uniform valley
    van vegetable version village visitor voice waiter wall wallet warehouse watch water weather website wedding week wheel wife
    wind window winter woman word world writer year""".split()
_PLURALS = """apples bananas batteries beans bills birds biscuits books boots bottles boxes boys cards carrots chairs children
    clothes coins cookies cups curtains documents dogs doors eggs emails errors files flowers forms friends girls glasses gloves
    grapes guests holidays houses invoices jeans keys knives lessons letters lights matches meetings messages minutes mushrooms
    names neighbours notes numbers oranges orders parents pencils people photos pictures plants plates potatoes prices questions
    reports results seats settings shirts shoes socks songs stairs stamps stars stories streets students tables tasks teachers
    tickets tomatoes tools towels toys trains trees trousers vegetables visitors windows words""".split()  # fmt: skip
_FOODS = """beef bread breakfast butter cabbage cheese chicken chocolate coffee corn cream fish flour fruit garlic honey jam juice
    lamb lettuce milk mustard oil paper pasta pepper rice salad salt sauce soap soup spice sugar syrup tea toast vinegar water
    wine wood yogurt""".split()
_ADJECTIVES = """angry available bad beautiful big black blue bright broken brown busy cheap clean clear clever closed cold
    comfortable correct dangerous dark deep difficult dirty double dry early easy electric empty excellent expensive fair famous
    fast final fine fresh friendly full funny golden good great green grey happy hard healthy heavy helpful high hot huge hungry
    important impossible interesting kind large late lazy light little local lonely long loud lovely low lucky main modern narrow
    new nice noisy normal official old open ordinary orange patient perfect personal pink plain polite poor popular pretty
    private purple quick quiet rare ready red rich right round safe serious sharp shiny short silver simple slow small smooth
    soft special square strange strong sweet tall thick thin tidy tiny tired unusual urgent useful warm weak wet white wide
    wild wise wonderful wooden wrong yellow young""".split()
_ADVERBS = """again alone carefully clearly completely directly early easily exactly finally immediately late later often quickly
    quietly slowly softly soon suddenly today together tomorrow tonight twice usually yesterday""".split()
_PAST = """answered asked borrowed bought broke brought built called carried changed checked chose cleaned closed collected copied
    counted covered delivered described drew dropped enjoyed filled finished fixed followed forgot found gave held hid kept knew
    left liked lost loved made mentioned met missed moved needed noticed offered opened ordered packed painted passed picked
    printed pulled pushed put reached read received recorded remembered removed repaired replaced returned saved saw sent served
    showed signed sold solved started stopped studied took touched tried updated used visited wanted washed watched won
    wrote""".split()
_BASE = """bring build buy carry change check choose clean close collect copy count cover deliver describe draw fill find finish
    fix follow forget get give hide hold keep know leave like lose love make mention miss move need notice offer open order pack
    paint pick print protect pull push read receive record remember remove rename repair replace return save see sell send share
    show sign solve start stop study take touch try update use visit want wash watch write""".split()
_PLACES = """the airport|the bank|the beach|the bridge|the building|the bus stop|the church|the cinema|the city|the office|the
    doctor's|the farm|the garage|the garden|the gym|the hall|the harbour|the hospital|the hotel|the kitchen|the lake|the library|
    the market|the museum|the park|the pharmacy|the pool|the post office|the restaurant|the river|the school|the shop|the square|
    the stadium|the station|the supermarket|the theatre|the village|the warehouse|the zoo|home|work|school|church"""
_WORK = """the account|the agenda|the alarm|the backup|the battery|the bill|the budget|the calendar|the computer|the contract|the
    deadline|the draft|the email|the error|the file|the folder|the form|the heating|the invoice|the keyboard|the lesson|the
    letter|the light|the list|the machine|the map|the meeting|the memory|the menu|the message|the music|the network|the
    newspaper|the note|the order|the password|the payment|the phone|the picture|the plan|the presentation|the price|the printer|
    the program|the project|the question|the radio|the receipt|the recording|the report|the result|the schedule|the screen|the
    settings|the speech|the summary|the table|the task|the test|the text|the ticket|the title|the total|the translation|the trip|
    the update|the version|the video|the volume|the weather|the website|the window"""
_DO = """call {person}|write to {person}|answer {person}|meet {person} at {place}|ask {person} about {work}|tell {person} about
    {work}|send {work} to {person}|show {person} {work}|help {person} with {work}|thank {person} for {the_thing}|invite {person}
    to dinner|buy {food}|buy {food} and {food}|buy some {plural}|buy a {noun}|order {number} {plural}|pay {work}|print {work}|
    check {work}|open {work}|close {work}|save {work}|finish {work}|read {work}|change {work}|cancel {work}|copy {work}|prepare
    {work}|update {work}|move {work} to {day}|book a table for {number}|book a room in {city}|book a flight to {city}|go to
    {place}|leave for {place}|pick up {person} at {place}|drive {person} to {place}|take {the_thing} to {place}|bring
    {the_thing}|clean {the_thing}|repair {the_thing}|wash {the_plural}|water the plants|feed the dog|take the medicine|go for a
    walk|go shopping|cook dinner|make some tea|make {food} soup|turn off the light|turn on the heating|lock the door|charge the
    phone|study for the test|learn {number} new words|look for {the_thing}|put {the_thing} on the {noun}|{base} {the_thing}|
    {base} {the_plural}"""


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split("|"))


CLASSES: dict[str, tuple[str, ...]] = {
    "name": tuple(_NAMES),
    "person": ("{name}",) * 6 + _phrases("""my mother|my sister|my brother|my boss|my uncle|my aunt|my son|my daughter|my cousin|
        the doctor|the teacher|the manager|the driver|our neighbour|the lawyer|the customer|the team|my parents|his wife|her
    husband"""), "city": tuple(_CITIES),
    "day": tuple(_DAYS),
    "month": tuple(_MONTHS),
    "clock": CLOCK,
    "number": NUMBERS,
    "noun": tuple(_NOUNS),
    "plural": tuple(_PLURALS),
    "food": tuple(_FOODS),
    "adj": tuple(_ADJECTIVES),
    "adv": tuple(_ADVERBS),
    "past": tuple(_PAST),
    "base": tuple(_BASE),
    "place": (*_phrases(_PLACES), "{city}", "{city}"),
    "work": _phrases(_WORK),
    "the_thing": _phrases("""the {noun}|the {noun}|the {adj} {noun}|my {noun}|your {noun}|a {noun}|a {adj} {noun}|this {noun}|
        {name}'s {noun}"""),
    "the_plural": _phrases("the {plural}|the {adj} {plural}|{number} {plural}|some {plural}|all the {plural}|our {plural}"),
    "object": _phrases("{the_thing}|{the_thing}|{the_plural}|{work}|{person}|some {food}"),
    "who": _phrases("{person}|{person}|I|we|they|the {noun}|the {adj} {noun}|he|she|everybody|nobody"),
    "where": _phrases("""in the {noun}|under the {noun}|on the {noun}|near {place}|behind the {noun}|next to the {noun}|in {city}|
        between the {noun} and the {noun}|in front of the {noun}|above the {noun}"""),
    "when": _phrases("""tomorrow|today|tonight|this evening|this afternoon|tomorrow morning|on {day}|on {day} morning|next {day}|
        next week|next month|in {month}|at {clock}|at {clock}|before {clock}|after {clock}|in {number} minutes|in {number} hours|
        in {number} days|after lunch|before dinner|every {day}|every morning|at the weekend|on the third of {month}|
        on the first of {month}|soon|now|later"""),
    "then": _phrases("""yesterday|last night|last week|last {day}|this morning|at {clock}|{number} years ago|in {month}|on {day}|
        a minute ago|{adv}"""),
    "do": _phrases(_DO),
}  # fmt: skip

_REQUESTS = """Please {do}.|Please {do} {when}.|Remind me to {do}.|Remind me to {do} {when}.|Don't forget to {do}.|Could you
    {do}?|Can you {do} {when}?|Would you {do}, please?|I want to {do}.|I need to {do} {when}.|I have to {do} {when}.|We should
    {do}.|Set an alarm for {clock}.|Wake me up at {clock}.|Set a timer for {number} minutes.|Add {food} to the shopping list.|
    Add {food}, {food} and {plural} to my list.|Take a note.|Open {work} and read it to me.|Turn the volume down.|Play some
    music.|Read me {work}.|Translate this sentence into {language}.|Write a message to {person}.|Tell {person} that I'm late.|
    Send {person} a message that {clause}.|Search for {adj} {plural}.|Show me the {plural} from {month}.|Make it {adj}.|
    Delete the last sentence.|Move the meeting with {person} to {clock}.|Let's {do} {when}.|Let me {do}.|Help me to {do}.|Stop.|
    Start again.|Wait a minute.|Count to {number}.|Put {the_thing} {where}.|Give me {the_thing}, please.|Look {where}."""
_QUESTIONS = """What is the {noun}?|What is {work} about?|What is in {work}?|What does {work} say?|What is the {noun} of
    {the_thing}?|What time is it?|What time is it in {city}?|What is the weather like in {city} {when}?|Will it rain {when}?|When
    is {work}?|When does the {noun} leave?|When did {who} {base} {object}?|Where is {the_thing}?|Where are {the_plural}?|Where
    did I put {the_thing}?|Who {past} {object}?|Who is {person}?|Who is {where}?|Why is the {noun} so {adj}?|Why did {who} {base}
    {object}?|How are you {when}?|How much is {the_thing}?|How much does the {noun} cost?|How many {plural} are there {where}?|
    How do I {do}?|How do you spell {noun}?|How far is it from {place} to {city}?|How long is the {noun}?|How old is {person}?|Is
    {the_thing} {adj}?|Is there a {noun} near {place}?|Are the {plural} {adj}?|Are there any {plural} {where}?|Did {who} {base}
    {object}?|Do you like {food}?|Do you know {person}?|Does {person} have a {noun}?|Have you seen {the_thing}?|Has {person}
    {past} {object}?|Which {noun} is {adj}?|Which {plural} do we need?|Can I {do} {when}?|Should I {do}?|Shall we {do} {when}?|Is
    {person} at {place}?|What's the {noun}?|What's {number} plus {number}?|What is {number} times {number}?|What are the {adj}
    {plural}?|Whose {noun} is this?"""
_NOTES = """{clause}.|{clause}.|{who} {past} {object} {then}.|{clause}, and {clause}.|{clause}, but {clause}.|
    {clause} because {clause}.|
    I think that {clause}.|{person} says that {clause}.|I'm {adj}.|It is {adj} today.|It's {clock}.|There is a {noun} {where}.|
    There are {number} {plural} {where}.|The number is {code}.|The room number is {code}.|My number is {code}.|The total is
    {number}.|Gate {number}.|The flight number is {code}.|Her telephone number is {code}.|Please call {code} {when}.|The password
    is {noun} {code}.|The train at {clock} goes to {city}.|Note that {clause}.|The meeting is {when}.|The meeting with {person}
    is at {clock}.|Dinner with {person} {when}.|The price is {number} pounds.|The {noun} costs {number} dollars.|{name} and
    {name} are coming {when}.|I'll be there at {clock}.|I'm going to {place} {when}.|I would like {food} with {food}, please.|
    {number} and {number} make {number}.|We need {food} and {plural}.|Happy birthday, {name}.|Good morning, {name}.|Thank you for
    the {noun}.|See you {when}.|Dear {name}, {clause}.|No, {clause}.|Yes, {clause}.|If it is {adj}, {do}.|When you are {adj},
    {do}.|The {noun} is {adj} and the {noun} is {adj}.|I can't {do} {when}."""

CLASSES["language"] = ("French", "German", "Italian", "Spanish", "English")
CLASSES["clause"] = _phrases(
    """{who} {past} {object}|{who} {past} {object}|{who} {past} {object} {where}|the {noun} is {adj}|the {noun} is {where}|
    the {adj} {noun} was {adj}|the {plural} are {adj}|the {plural} are {where}|{person} is {where}|{person} will {do}|
    {who} didn't {base} {object}|{who} could {base} {object}|I want to {do}|we will {do} {when}|there is no {food}|
    my {noun} is not {adj}|{name}'s {noun} was {where}|it is too {adj}|{who} never {past} {object}"""
)

TEMPLATES = (*_phrases(_REQUESTS), *_phrases(_QUESTIONS), *_phrases(_NOTES))
