"""Small words that decide where a line or a cue may end: articles, prepositions, conjunctions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FunctionWords:
    """The small words of one language, in lower case.

    Attributes:
        determiners: articles, possessives, demonstratives: never parted from what follows.
        prepositions: begin a phrase; a good place to break before, a bad one to break after.
        conjunctions: begin a clause, relative pronouns included; the best place to break before.
        leaning: subject pronouns, auxiliaries, negations, degree adverbs: they lean on the next word.
        abbreviations: end in a full stop that ends no sentence, written without it.
        titles: stand before a name and belong to it, with or without a full stop.
    """

    determiners: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    conjunctions: frozenset[str] = frozenset()
    leaning: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()


def _words(
    *,
    determiners: str,
    prepositions: str,
    conjunctions: str,
    leaning: str,
    abbreviations: str = "",
    titles: str = "",
) -> FunctionWords:
    return FunctionWords(
        frozenset(determiners.split()),
        frozenset(prepositions.split()),
        frozenset(conjunctions.split()),
        frozenset(leaning.split()),
        frozenset(abbreviations.split()),
        frozenset(titles.split()),
    )


_NONE = FunctionWords()

_TABLES: dict[str, FunctionWords] = {
    "en": _words(
        determiners="a an the my your his her its our their this that these those every each some any no"
        " another such which whose what",
        prepositions="of in to for with on at from by about as into like through after over between out"
        " against during without before under around among within along across behind beyond"
        " upon toward towards near above below since until till despite per via than beside"
        " besides inside outside onto off throughout concerning",
        conjunctions="and but or nor so yet because although though while if unless whether when where who"
        " whom which that why how whereas wherever whenever once whilst lest",
        leaning="i you he she it we they there is are was were be been am being has have had having do"
        " does did will would shall should can could may might must not n't very so too quite"
        " rather more most less only also just i'm you're he's she's it's we're they're i've you've"
        " we've they've i'll you'll he'll she'll we'll they'll i'd you'd he'd she'd we'd they'd"
        " that's there's don't doesn't didn't won't can't couldn't wouldn't shouldn't isn't aren't"
        " wasn't weren't haven't hasn't hadn't let's",
        abbreviations="mr mrs ms dr prof st sr jr vs etc vol fig inc ltd co corp gen col capt sgt lt"
        " rev gov sen rep approx dept e.g i.e a.m p.m u.s u.k",
        titles="mr mrs ms dr prof st sir lord lady president captain professor king queen saint mount lake general",
    ),
    "de": _words(
        determiners="der die das den dem des ein eine einen einem einer eines kein keine keinen keinem"
        " keiner mein meine meinen meinem meiner dein deine sein seine seinen seinem seiner ihr"
        " ihre ihren ihrem ihrer unser unsere unseren euer eure dieser diese dieses diesen"
        " diesem jener jene jenes jeder jede jedes jeden jedem",
        prepositions="in im ins an am ans auf aufs aus bei beim mit nach von vom vor zu zum zur über unter"
        " zwischen hinter neben durch für gegen ohne um bis seit während wegen trotz statt"
        " außer innerhalb außerhalb gegenüber",
        conjunctions="und oder aber denn sondern doch weil dass daß wenn als ob obwohl damit bevor nachdem"
        " sobald solange sowie sowohl indem falls wobei wie wo wer was warum welche welcher"
        " welches",
        leaning="ich du er sie es wir man bin bist ist sind seid war waren wird werden wurde wurden hat"
        " habe haben hatte hatten kann können konnte muss müssen soll sollen will wollen darf"
        " dürfen nicht sehr zu ganz nur auch noch schon so",
        abbreviations="z.b d.h u.a bzw usw dr prof nr st ca evtl ggf hr fr abs bd",
        titles="herr frau dr prof sankt könig kaiser präsident",
    ),
    "fr": _words(
        determiners="le la les un une des du au aux mon ma mes ton ta tes son sa ses notre nos votre vos"
        " leur leurs ce cet cette ces chaque quelque quelques plusieurs aucun aucune quel"
        " quelle",
        prepositions="de à en dans sur sous par pour avec sans chez vers entre contre depuis pendant avant"
        " après jusque jusqu'à devant derrière malgré selon parmi dès hors",
        conjunctions="et ou mais donc or ni car que quand lorsque puisque parce comme si quoique qui"
        " dont où pourquoi comment tandis alors",
        leaning="je tu il elle on nous vous ils elles me te se y ne n'est suis es est sommes êtes sont"
        " étais était étaient ai as a avons avez ont avait avaient sera serait pas très trop plus"
        " moins si aussi ainsi afin bien",
        abbreviations="m mme mlle dr pr st ste etc av p.ex c.-à-d",
        titles="m mme mlle monsieur madame dr docteur saint sainte président roi",
    ),
    "es": _words(
        determiners="el la los las un una unos unas al del mi mis tu tus su sus nuestro nuestra nuestros"
        " nuestras este esta estos estas ese esa esos esas aquel aquella cada algún alguna"
        " ningún ninguna cualquier lo",
        prepositions="a de en con por para sin sobre entre desde hasta hacia según contra durante mediante"
        " bajo ante tras",
        conjunctions="y e o u pero sino ni que porque aunque cuando si como donde mientras pues quien"
        " quienes cual cuales cuyo cuya",
        leaning="yo tú él ella nosotros ellos ellas usted ustedes me te se nos os le les no es son era"
        " eran fue fueron está están estaba ha han había he hemos ser muy más menos tan ya dado así puesto",
        abbreviations="sr sra srta dr dra ud uds etc pág núm av a.c d.c ee.uu",
        titles="sr sra srta señor señora don doña dr dra san santa presidente rey",
    ),
    "pt": _words(
        determiners="o a os as um uma uns umas ao aos à às do da dos das no na nos nas pelo pela pelos"
        " pelas meu minha meus minhas teu tua seu sua seus suas nosso nossa este esta estes"
        " estas esse essa esses essas aquele aquela cada algum alguma nenhum nenhuma qualquer"
        " num numa neste nesta deste desta",
        prepositions="de em com por para sem sobre entre desde até contra durante perante após sob segundo",
        conjunctions="e ou mas nem que porque embora quando se como onde enquanto pois quem qual quais"
        " cujo cuja porém contudo",
        leaning="eu tu ele ela nós eles elas você vocês me te lhe não é são era eram foi foram está estão"
        " estava tem têm tinha ser muito mais menos tão já",
        abbreviations="sr sra dr dra prof etc pág nº a.c d.c",
        titles="sr sra senhor senhora dom dona dr dra são santa presidente rei",
    ),
    "it": _words(
        determiners="il lo la i gli le un uno una del dello della dei degli delle al allo alla ai agli"
        " alle dal dallo dalla dai nel nello nella nei negli nelle sul sullo sulla sui mio mia"
        " miei mie tuo tua suo sua suoi sue nostro nostra vostro loro questo questa questi"
        " queste quel quello quella quei quelle ogni qualche nessun",
        prepositions="di a da in con su per tra fra senza sopra sotto contro durante verso dopo prima"
        " presso secondo dietro davanti",
        conjunctions="e ed o oppure ma però che perché quando se come dove mentre anche né poiché quindi"
        " chi cui quale quali affinché benché sebbene",
        leaning="io tu lui lei noi voi essi mi ti si ci vi ne non è sono era erano sei siamo ho hai ha"
        " abbiamo hanno aveva sarà molto più meno così già",
        abbreviations="sig sig.ra dott dr prof ecc pag a.c d.c",
        titles="sig signor signora dott dr san santa don presidente re",
    ),
    "nl": _words(
        determiners="de het een mijn jouw je zijn haar ons onze hun uw deze dit die dat elke elk iedere"
        " ieder geen sommige",
        prepositions="van in op te aan met voor bij uit om naar over door onder tussen tegen zonder achter"
        " na tot sinds tijdens binnen buiten langs per volgens wegens",
        conjunctions="en of maar want dus omdat hoewel als toen terwijl dat die wanneer waar wie wat hoe"
        " waarom zodat totdat voordat nadat indien",
        leaning="ik jij hij zij wij we ze men er is was waren ben bent wordt worden werd heeft hebben had"
        " kan kunnen moet moeten zal zullen zou niet heel zeer zo te ook nog al",
        abbreviations="dhr mevr dr prof bijv enz nr d.w.z m.n o.a",
        titles="meneer mevrouw dhr mevr dr prof sint koning president",
    ),
    "sv": _words(
        determiners="en ett den det de min mitt mina din ditt sin sitt sina vår vårt deras denna detta dessa varje",
        prepositions="i på av till för med från om under över mellan efter före vid hos utan mot genom sedan",
        conjunctions="och eller men att som när om därför eftersom medan för så där vad hur",
        leaning="jag du han hon vi ni de är var har hade kan ska skulle vill måste inte mycket så",
    ),
    "ru": _words(
        determiners="этот эта это эти тот та те мой моя мои твой твоя свой своя свои наш наша ваш ваша каждый каждая",
        prepositions="в во на с со к ко по из от до за для без при о об у над под между через перед после про",
        conjunctions="и а но или что чтобы если когда как потому хотя где который которая которое которые пока",
        leaning="я ты он она оно мы вы они не ни очень уже ещё бы же",
    ),
    "pl": _words(
        determiners="ten ta to te ci tamten mój moja moje twój swój swoja nasz nasza wasz każdy każda",
        prepositions="w we na z ze do od po za dla bez przy o u nad pod między przez przed",
        conjunctions="i a ale lub albo że żeby jeśli gdy kiedy jak bo ponieważ choć gdzie który która które którzy",
        leaning="ja ty on ona ono my wy oni nie jest są był była było się bardzo już jeszcze by",
    ),
}


def function_words(language: str) -> FunctionWords:
    """The small words of ``language`` (Whisper's code); empty tables where none are known."""
    return _TABLES.get(language, _NONE)


# Chinese has no spaces to find words by: single characters that lean on their neighbours, and the words that
# begin a clause. Japanese shows its phrases by the change of script (breaks.py); only its conjunctions are
# listed.
LEANS_BACK = {"zh": frozenset("的地得了着过吗呢吧啊呀们")}
LEANS_FORWARD = {"zh": frozenset("在把被从向对和与跟给让使很不没一二三四五六七八九十这那每最更第我你他她它")}
BEGINS_CLAUSE: dict[str, tuple[str, ...]] = {
    "zh": (
        "但",
        "而",
        "因为",
        "所以",
        "如果",
        "然后",
        "不过",
        "虽然",
        "并且",
        "或者",
        "还有",
        "以及",
        "因此",
        "于是",
    ),
    "ja": ("しかし", "そして", "だから", "また", "でも", "ただ", "つまり", "例えば"),
}
LEANS_BACK["yue"] = LEANS_BACK["zh"] | frozenset("嘅咗啦喇囉㗎喎")
LEANS_FORWARD["yue"] = LEANS_FORWARD["zh"]
BEGINS_CLAUSE["yue"] = BEGINS_CLAUSE["zh"]
