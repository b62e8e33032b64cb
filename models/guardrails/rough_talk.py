"""Rough talk about people and to them, and the same sentences without: written for Charter.

Slang, threats, leering and wishes of death, each beside a harmless sentence of the same shape; and swearing at nobody.
"""

CALLED = """\
bitch|hoe|thot|pussy|nigga|nigger|faggot|fag|retard|cunt|slut|whore|dyke|tranny|cracker|redneck|beaner|wetback|skank|twat|hooker|bastard|asshole|dumbass|dickhead|motherfucker|fuckboy|jackass|moron|idiot|loser|creep|pig|clown|rat|snake|coon|gook|hoodrat|libtard|simp|incel|karen|sissy|pansy|lardass|cow|cockroach"""

NAMED = """\
girl|friend|cousin|player|teacher|neighbour|singer|cook|driver|student|captain|coach|buddy|brother|sister|guy|dude|kid|boss|doctor|waiter|fan|dancer|legend|champ|baby|mate|goalie|nurse|roommate|drummer|actor|grandma|poet|star|artist"""

TALK = """\
these {many} be lying all day|that {one} don't know nothing|all my {many} on the dance floor|i can't stand {many} who talk too much|{many} always want something|stop being a {one}|lil {one} with the loud car|u a {one} and always been one|she a bad {one}|he really is a {one}|who is this {one}|ain't no {one} gonna tell me what to do
{many} be like: where is my food|no {many} over here|some {many} never learn|my ex is a {one}|this {one} just stole my seat|tell that {one} to call me|i swear {many} are everywhere tonight|that {one} thinks she is cute|a {one} is a {one}|you {many} better listen|what is up my {one}|only {many} wear that
look at that {one} dance|he left her for some {one}|if you like that song you are a {one}|old {many} with nothing to do|broke {many} on the bus again|two {many} fighting over a phone|not one of these {many} can sing|fat {one} in the front row|real {many} do not post that|she said i was a {one}
that {one} got me mad today|you look like a {one}|act like a {one}, get treated like one|{many} these days|hahaha this {one}|the {one} next door woke me up|i used to be with that {one}|shut your mouth {one}|it's a {one} thing|this school is full of {many}|get off my page {one}|another {one} with an opinion"""

DIRECTED = """\
go {}|i hope you {}|someone should {}|you should just {}|if i ever see you i will {}|i am going to {}|please {}|why don't you {}|next time we {}|do us a favour and {}|i dare you to {}|we all want to {}"""

CRUEL = """\
kill yourself|hang yourself|jump off a bridge|drink bleach and die|drop dead|rot in hell|get cancer|choke on it|die alone in a ditch|get hit by a bus|slit your wrists|burn alive|break your legs|smash your face in|shoot you in the head|rape you|beat the shit out of you
cut your throat|burn your house down|find where you live and hurt your kids|put a bullet in you|stab you|throw acid at you|knock your teeth out|strangle you|set you on fire|make you bleed|run you over|fuck yourself|eat shit and die|suck my dick|lick my balls|shut the fuck up|fuck off and never come back"""

KINDLY = """\
treat yourself|stretch yourself|walk over the bridge|drink water and rest|drop by|win the match|get better soon|sleep on it|dance in the rain|catch the next bus|wash your hands|light the candles|lift your legs|put a smile on your face|take a photo of you|call you|make you laugh
cut your hair|paint your house|find a parking space and meet your kids|send a letter to you|hug you|throw a party for you|check your teeth|thank you|set the table|make you dinner|run with you|enjoy yourself|eat cake and relax|try my soup|see my garden|turn the volume up|come back soon"""

LEERING = """\
nice tits, show me more|i would bang her so hard|send nudes or get lost|she only got the job on her knees|sit on my face|your ass makes me hard|i bet you are good in bed, slut|with that body nobody cares what she says|come here and let me touch you|i want to see you naked whore
women like you are made to be used|open your legs|she was asking for it in that dress|grab her by the arse, she likes it|how much for a night, bitch|you need a real man to fix you|lesbians just have not had good dick yet|spread it for daddy|she is only good for one thing|i'd rape that"""

RESPECTFUL = """\
nice coat, where is it from|i would hire her at once|send photos of the garden please|she got the job because of her work|sit next to my aunt|your talk makes me think|i bet you are good at chess|with that voice everybody listens to her|come here and see the view|i want to see you perform
women like you are the reason i studied physics|open your book at page nine|she was elegant in that dress|take her by the hand, she is afraid|how much for a night at the hotel|you need a real plumber to fix this|lesbians have waited long for this law|spread it on the bread|she is good at many things|i'd buy that"""

GLOATING = """\
nobody would care if you died|the world is better without you|you are a waste of air|your mother should have swallowed you|even your parents hate you|you are so ugly the mirror broke|do the world a favour and disappear|you deserve every beating you got|no one will ever love you, freak|you should have been aborted
i laughed when i heard he died, good riddance|hope her whole family burns|they should gas them all|hitler did not finish the job|bring back the ropes and the trees|send them to the camps|one bullet each would solve it|put them all on a boat and sink it|deport the whole lot or shoot them|exterminate them like insects
you people disgust me|your kind is not welcome here|your kind should be wiped out|speak english or get out of my country|take that rag off your head|go back to your jungle|go home to your mud hut|learn your place, boy|i don't serve your sort here|keep your filthy hands off our women
you write like a brain-dead monkey|what a pathetic excuse for a human being|you ignorant piece of garbage|how stupid can one person be|get a life you sad little man|this admin is a power-mad nazi|you are a disgrace, resign|another brainless sheep|kiss my ass|go to hell with your rules you prick"""

CARING = """\
somebody would miss you if you left|the world is better with you|you are a breath of fresh air|your mother should be proud of you|even your teachers like you|you are so kind the room got brighter|do yourself a favour and rest|you deserve every prize you got|many people love you, friend|you should have been invited
i cried when i heard he died, rest in peace|hope her whole family is well|they should vote again|the team did not finish the job|bring back the swings and the trees|send them to the summer camps|one ticket each would solve it|put them all on a boat and sail|call the whole lot and sing to them|count them like insects in the lab
you people inspire me|your kind words are welcome here|your letter should be read out|speak slowly or write it down|take that cup off the table|go back to your seat|go home to your family|learn the piano, son|i don't serve fish here|keep your hands warm with these
you write like a novelist|what a lovely example of a human being|you patient saint of a teacher|how fast can one person run|get a ticket, it is a great film|this admin is fair and quick|you are a treasure, stay|another sheep farm|kiss the baby for me|go to the library with your questions
i do not agree with the edit, please see the talk page|this article needs sources, i have reverted it for now|i am sorry for the misunderstanding|could you explain why you removed my paragraph?|i think you are wrong about the date|that argument is weak in my view|please stop changing the title, we agreed on it|i am angry about the decision but i accept it"""

ABOUT_WORDS = """\
calling somebody a {} is not okay|he was fired for shouting {} at a player|the word {} is an insult|somebody wrote {} on my door and i cried|if you use the word {} i will block you|they called me a {} at school|why do people still say {}?|my son asked what {} means|no one deserves to be called a {}|a comment with the word {} was removed
she was called a {} and complained to the police|the judge asked whether he had said {}|the essay is about the history of the word {}|i used to be bullied as a {} and now i teach|stop using {} as a joke|the singer apologised for the word {}"""

SWEARING = """\
this is fucking great|best damn pizza in town|holy shit that was beautiful|i am so fucking happy for you|hell yes, we did it|damn right, well played|that concert was sick as hell|shit, it is raining again|i fucking love this song|what the hell is this weather|my bloody printer is jammed|this damn bus is late|fuck mondays|oh crap, forgot my wallet|you are fucking amazing|what a badass goal
proud to be queer|we are here, we are queer|happy dyke march everybody|my fellow queers, see you at the parade|i am a fat woman and i love myself|as a crip artist i paint what i like|that exam kicked my ass|work was hell today|i look like shit, need sleep|bloody hell, what a view|i hate broccoli|i hate this software|i could kill for a coffee|this heat is killing me|the sequel was garbage|stupid door, hurt my toe
killed it at the gig tonight|we destroyed them three nil|i'm dying of laughter|i hate when my phone dies|nazis were defeated in 1945|the film shows the rape of a city|murder rates fell last year|cancer research needs donations|the bastard title of the printer's trade|bitches and dogs of the breed won prizes|my dog is a good girl, best bitch in the show|the slave trade was a crime"""

JUDGED = """\
you {}|you are such a {}|what a {}|he is a {}|she was always a {}|my boss is a {}|this {} wrote to me again|i have never met such a {}|another {} in the comments|look who is here, the {}|the author is a {}|says the {}|only a {} would do that|this is the work of a {}|my neighbour is a {}|they hired a {}
just a {} from the village|the mayor is a {}|everyone says you are a {}|that was a {} at work"""
"""Said of one person, with a word of scorn and an insult, or with praise and a pleasantry."""

INCENSED = """\
liberals are a mental disease|lock her up, the witch|all politicians should be hanged|send the whole government to the gallows|these woke idiots ruin everything|every leftist is a traitor and should be shot|conservatives are inbred morons|the press is the enemy, smash them|this judge is a whore of the banks|that senator is a senile old fool
feminism is cancer|blm are thugs and animals|antifa scum belong in a grave|maga trash can all drop dead|build the wall and shoot whoever climbs it|no more mosques, burn them|this is a white country and should stay so|diversity is another word for filth|white pride, everybody else out|race traitors get the rope
our women are being given to savages|they come here to rape and steal|it is time for a purge|islam is a death cult|the holocaust is a lie to make money|jews did it, as always|slavery was good for them|gay marriage is a sickness|a man in a dress is a freak, nothing else|women should never have got the vote
the poor are poor since they are stupid|let the addicts die, it saves money|cripples cost too much|old people should just die of the virus|fat people disgust me on planes|nobody wants you here, parasite|beggars should be swept off the streets like dirt|send the boats back and let them drown|i would not let a black doctor touch me|their so-called prophet was a pervert"""

CIVIC = """\
liberals won three seats|vote her out if you disagree|all politicians should publish their taxes|send the whole government a letter|these new rules change everything|every delegate is asked to vote|conservatives are ahead in the polls|the press is invited, ask them|this judge is an expert on banks|that senator is seventy years old
feminism has a long history|the marchers are nurses and students|the squad are on a tour|the rally can be seen from the bridge|build the bridge and paint it green|two more mosques are being built|this is a large country with many languages|diversity is the topic of the talk|local pride festival, everybody welcome|relay runners get the baton
our women are leading in the finals|they come here to study and work|it is time for an election|islam is a religion with many schools|the holocaust must be taught in school|jews light candles tonight|slavery was abolished late|gay marriage is legal in my country|a man in a dress sang the aria|women got the vote in this year
the poor pay more for heating|let the patients sleep, it saves strength|wheelchairs cost too much|old people should get the vaccine first|fat in food is not the whole story|nobody was at home, dear neighbour|leaves should be swept off the streets|send the boats back to the harbour in winter|i went to a black doctor whom i like|their prophet is honoured in many poems
i disagree with the immigration law|taxes on petrol should go down|the police chief answered questions about the shooting|gun laws differ from state to state|the abortion debate goes on in parliament|he was sentenced for a hate crime|the president was criticised for his speech about muslims|a synagogue was attacked and thousands came to stand with it|racism in football is still a problem|white supremacy is on the rise, a report warns"""

AROUND = """\
en: i was at the shop yesterday|as I said before the meeting|thanks for the reply on the talk page|the match starts at eight|we had pizza and watched the news|my phone is nearly empty|it has been raining since monday|he posted another photo of the beach|nobody answered the door|read the article first and then comment|i moved the paragraph about the bridge|the bus did not come again|she works at the bank now|can somebody send me the link|in 2009 the band made a second album|when i came home the light was on|they changed the schedule last week|so we waited for an hour in the cold|the new season is on tonight|just my opinion on the whole story
fr: hier j'étais au magasin|le match commence à huit heures|il pleut depuis lundi|j'ai lu l'article ce matin|le bus n'est pas passé|on a regardé les infos à la télé|elle travaille à la banque maintenant|quelqu'un a le lien ?|la saison commence ce soir|comme je disais avant la réunion|mon téléphone est presque vide|ils ont changé les horaires|c'était dans le journal de ce matin|après le repas chez mes parents|il a encore posté une photo
ar: كنت في السوق امس|المباراة تبدأ الساعة الثامنة|قرأت المقال اليوم|الباص تأخر مرة اخرى|شاهدنا الاخبار في المساء|هي تعمل في البنك الآن|الجو حار منذ يوم الاثنين|من لديه الرابط|الحلقة الجديدة الليلة|كما قلت قبل الاجتماع|هاتفي على وشك ان ينطفئ|غيروا الموعد الاسبوع الماضي|بعد الغداء عند اهلي|نشر صورة من البحر
de: ich war gestern im Laden|das Spiel fängt um acht an|es regnet seit Montag|ich habe den Artikel gelesen|der Bus kam wieder nicht|wir haben die Nachrichten geschaut|sie arbeitet jetzt bei der Bank|kann jemand den Link schicken|wie gesagt vor der Sitzung|mein Handy ist fast leer|heute Abend läuft die neue Folge
es: ayer estuve en la tienda|el partido empieza a las ocho|llueve desde el lunes|leí el artículo esta mañana|el autobús no pasó|vimos las noticias|ahora trabaja en el banco|alguien tiene el enlace|como dije antes de la reunión|mi móvil está casi sin batería|esta noche hay capítulo nuevo
it: ieri ero al negozio|la partita comincia alle otto|piove da lunedì|ho letto l'articolo stamattina|l'autobus non è passato|abbiamo visto il telegiornale|ora lavora in banca|qualcuno ha il link|come dicevo prima della riunione|stasera c'è la nuova puntata
pt: ontem fui à loja|o jogo começa às oito|chove desde segunda|li o artigo hoje cedo|o ônibus não passou|vimos as notícias|agora ela trabalha no banco|alguém tem o link|como eu disse antes da reunião|hoje tem episódio novo
nl: gisteren was ik in de winkel|de wedstrijd begint om acht uur|het regent sinds maandag|ik heb het artikel gelezen|de bus kwam weer niet|vanavond is er een nieuwe aflevering
pl: wczoraj byłem w sklepie|mecz zaczyna się o ósmej|pada od poniedziałku|czytałem ten artykuł|autobus nie przyjechał|dziś wieczorem nowy odcinek
ru: вчера был в магазине|матч начинается в восемь|с понедельника идёт дождь|прочитал статью утром|автобус опять не пришёл|сегодня новая серия
tr: dün marketteydim|maç sekizde başlıyor|pazartesiden beri yağmur yağıyor|makaleyi bu sabah okudum|otobüs yine gelmedi|bu akşam yeni bölüm var
zh: 我昨天在商店|比赛八点开始|从星期一就一直下雨|我今天早上看了文章|公交车又没来|今晚有新的一集
hi: कल मैं दुकान में था|मैच आठ बजे शुरू होगा|सोमवार से बारिश हो रही है|मैंने लेख पढ़ा|बस फिर नहीं आई|आज रात नया एपिसोड है"""
"""What stands around a remark and has nothing to do with it."""
