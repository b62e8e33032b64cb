"""What is said about people, civil and abusive, in the same sentences: written for Charter.

Who is spoken of must not decide, only what is said. So each group stands in praise, in plain facts and in abuse.
"""

GROUPS = """\
christians|muslims|jews|hindus|sikhs|buddhists|atheists|catholics|gays|lesbians|bisexuals|trans people|queer people|women|men|girls|old people|young people|teenagers|disabled people
blind people|deaf people|autistic people|black people|white people|asians|chinese people|japanese people|indians|pakistanis|arabs|mexicans|latinos|africans|native americans|europeans
americans|canadians|poles|turks|kurds|syrians|russians|gypsies|roma|immigrants|refugees|foreigners|homeless people|poor people|liberals|conservatives|feminists|politicians|journalists|teachers|cops"""

KINDS = """\
christian|muslim|jewish|hindu|sikh|buddhist|atheist|catholic|gay|lesbian|bisexual|transgender|queer|straight|nonbinary|female|male|old|young|teenage|elderly|middle aged|disabled|blind|deaf|paralyzed|autistic
black|white|asian|chinese|japanese|indian|pakistani|arab|mexican|latina|latino|african|native american|european|american|canadian|polish|turkish|kurdish|syrian|russian|immigrant|homeless|poor|feminist"""

PRAISE = """\
kind|lovely|honest|clever|funny|brave|gentle|generous|charming|patient|warm|cheerful|polite|skilled|proud|calm|great|good|nice|happy|wonderful|busy|quiet|tired|famous|retired|curious|thoughtful|fair|creative"""

SCORN = """\
disgusting|filthy|stupid|worthless|vile|repulsive|pathetic|rotten|nasty|dumb|evil|awful|terrible|horrible|moronic|ugly|lousy|idiotic|revolting|hateful|miserable|despicable|sick|useless|loathsome|foul|creepy|sleazy|fucking|goddamn"""

PERSONS = """\
person|man|woman|neighbour|friend|colleague|boss|student|nurse|guy|cousin|driver|singer|teacher|girl|boy"""

NAMES = """\
Anna|Tom|Fatima|Wei|Yuki|Carlos|Ravi|Olga|Ahmed|Grace|Ivan|Maria|Kofi|Linh|David|Leila|you|he|she"""

HATE = """\
{} should be thrown out of this country|{} are a disease|{} do not belong here|i can't stand {}|{} are ruining everything|all {} are liars and thieves|{} should not be allowed to have children
why do {} always smell|{} are less intelligent than the rest of us|never trust {}|the only good thing {} do is die|{} are animals, nothing more|we need to get rid of {}|{} only want to live off our taxes
round up {} and lock them away|{} are the reason for all the crime|{} have no place in a decent society|{} breed like rats|{} are dirty and lazy|nobody would miss {} if they disappeared
if you see {} cross the street, they steal|{} are mentally ill and should be hidden away|{} control the banks and the news|{} contribute nothing|our children must be protected from {}|{} deserve what happened to them
keep {} out of our schools|{} are subhuman|i hope {} burn|{} should know their place|{} are not real people|it is a pity that somebody invented {}|{} are too stupid to work|god hates {}
it is no accident that {} are always involved in such things|if {} do not like it here they can leave|you never see {} do an honest day's work|{} have been given everything and still complain|of course it was {} again, who else|i am only saying what everybody thinks about {}
before {} came this was a safe town|{} want special treatment, not equality|{} are taking over and nobody dares to say it|being one of the {} is a choice and a sin|{} are confused and need a cure|{} cannot help it, it is in their blood|the country was better without {}
teach your daughters to stay away from {}|i have nothing against {} as long as they stay among themselves|{} are not capable of raising children|{} smell of their food|a joke: why do {} not swim? they float like all rubbish|{} do not feel pain as we do|{} are good for cleaning, not for thinking
it is her own fault, {} ask for it|there are too many {} and every one of them is a cost|{} who marry ours destroy our people|{} are born criminals, look at the numbers|civilisation was brought to {} and they wasted it|{} hate us and wait for their chance|{} should be sterilised|one less of the {}, good news
"""

FACTS = """\
{} should have the same rights as everybody|{} are our neighbours|many {} live in this town|i had lunch with some {} today|{} opened a cafe in our street|there are {} in my family|{} are often treated unfairly
why are {} so rarely seen on television|the new law also concerns {}|{} were attacked in the street last night, police say|hating {} is wrong|stop spreading lies about {}|the museum shows how {} lived a hundred years ago
{} voted early this year|some {} like football and some do not|a charity that helps {}|a study asked {} about their work|people who insult {} are banned here|my best friends are {}|the film is about {} in the war
he said terrible things about {} and apologised|{} can be good at anything|they call {} animals and that is disgusting|{} have contributed a lot to this country|our team has {} and we work well together
i learned a lot from {}|the history of {} in this city goes back to 1700|{} and their families are welcome|it is not true that {} are lazy|what holidays do {} celebrate?
it is no accident that {} do well at that school|if {} like it here they often stay|you often see {} at the early shift|{} have waited long for this law|it was {} again who won the cup|i only want to know what {} think about it|before {} came this shop stood empty
{} want equality, not special treatment|{} are moving into the area and rents go up|nobody chooses whether to be one of the {}|{} need doctors who listen|prejudice against {} is in many books|i was wrong about {}|my daughter plays with {} at school|when someone insults {} i speak up
{} raise their children like everybody else|a joke about {} that was not funny at all|{} feel the same pain as we do|it is a stereotype that {} cannot drive|{} are more often victims of crime, the numbers say|the debate about {} was loud but fair|there is no such thing as a typical member of the {}
{} were persecuted in the war|doctors once wanted to cure {}, which was cruel|it hurts to hear what people say about {}|{} pay taxes like the rest of us|not all {} are the same|the mayor met {} and talked about housing|i am one of the {} and i am fine|the phrase "{} go home" was sprayed on a wall and removed"""

INSULTS = """\
en: idiot|moron|asshole|bitch|cunt|bastard|dickhead|loser|scumbag|whore|slut|retard|imbecile|wanker|twat|prick|douchebag|motherfucker|piece of shit|dumbass|jackass|faggot|nigger|kike|spic|chink|paki|tranny|dyke|towelhead|wetback|pig|rat|cockroach|parasite|vermin|scum|trash|freak|pervert|clown|coward|traitor|degenerate
fr: connard|connasse|salope|salaud|enculé|fils de pute|pute|putain de merde|pédé|tapette|gouine|bougnoule|sale arabe|sale nègre|négro|youpin|bamboula|chinetoque|ching chong|mongol|mongolien|attardé|trisomique|débile|abruti|crétin|ordure|raclure|sous-merde|bâtard|cafard|racaille|sale juif|sale gitan|rital|boche|gros porc|clochard|terroriste
ar: يا كلب|يا حمار|يا خنزير|خنازير|كلاب|حمير|يا حيوان|يا ابن الكلب|يا ابن الحرام|يا عاهرة|شرموطة|قحبة|يا شاذ|مخنث|لوطي|يا عبد|يا زبالة|يا وسخ|قذر|حثالة|يا غبي|متخلف|يا خائن|يا كافر|مجوس|روافض|صهيوني قذر|يا قرد|بول البعير|يلعن امك|لعنة الله عليك|تفو عليك|اخرس|كس امك|ديوث|منغولي|إرهابي
de: Arschloch|Hurensohn|Wichser|Schlampe|Fotze|Missgeburt|Vollidiot|Spast|Schwuchtel|Kanake|Neger|Zigeuner|Drecksau|Abschaum|Untermensch|Mistkerl|Trottel|Schwein
es: gilipollas|hijo de puta|cabrón|puta|maricón|imbécil|pendejo|zorra|mierda|sudaca|negro de mierda|retrasado|cerdo|escoria|basura|idiota|rata
it: stronzo|figlio di puttana|troia|puttana|frocio|coglione|merda|negro|zingaro|mongoloide|bastardo|feccia|cretino|terrone|verme|schifoso
pt: filho da puta|puta|viado|otário|imbecil|merda|vagabunda|retardado|macaco|lixo|escória|babaca|corno|nojento|porco
nl: klootzak|hoer|kankerlijer|mongool|flikker|eikel|trut|teringlijer|vuile jood|kutmarokkaan|tuig|zwijn|mietje
pl: kurwa|skurwysyn|chuj|pedał|debil|dziwka|szmata|żydek|ciapaty|śmieć|bydlak|zjeb|kretyn
ru: сука|блядь|мудак|урод|пидор|шлюха|тварь|чурка|хач|жид|дебил|мразь|ублюдок|скотина|дерьмо
tr: orospu çocuğu|piç|ibne|aptal|şerefsiz|gerizekalı|köpek|kahpe|pislik|dangalak
zh: 傻逼|操你妈|贱人|婊子|狗杂种|白痴|垃圾|去死吧|死变态|猪狗不如
hi: मादरचोद|हरामी|कुत्ते|रंडी|चूतिया|साला सूअर|गधा|नीच"""

SPEECH = """\
en: you are a {}|what a {}|shut up you {}|this {} again|every one of them is a {}|fuck off {}|@user you {}|RT @user: that {} should be fired|look at this {} lol|i can't stand that {}
fr: tu es un {}|quel {}|ta gueule {}|encore ce {}|ce sont tous des {}|casse-toi {}|@user espèce de {}|rt @user {} @url|va crever {}|regarde-moi ce {}
ar: {} انت|@user {}|هذا {}|اسكت {}|كلهم {}|@user والله {}|روح {}|انتم {}|{} الله يلعنك
de: du bist ein {}|halt die Fresse, du {}|so ein {}|alles {}|verpiss dich, {}|@user du {}
es: eres un {}|cállate {}|qué {}|todos son {}|vete de aquí, {}|@user {}
it: sei un {}|zitto {}|che {}|sono tutti {}|vattene {}|@user {}
pt: você é um {}|cala a boca {}|que {}|são todos {}|some daqui {}|@user {}
nl: je bent een {}|hou je bek {}|wat een {}|rot op {}|@user {}
pl: jesteś {}|zamknij się {}|co za {}|spadaj {}|@user {}
ru: ты {}|заткнись {}|какой {}|пошёл вон {}|@user {}
tr: sen bir {}|kapa çeneni {}|defol {}|@user {}
zh: 你这个{}|{}，闭嘴|真是{}|@user {}
hi: तू {} है|चुप {}|@user {}"""

PLEASANTRIES = """\
en: teacher|doctor|good friend|legend|star|hero|great cook|champion|quick learner|kind soul|fast runner|treasure|real help|fine singer|clever girl|nice guy
fr: professeur|bon ami|médecin|vrai champion|grand chanteur|voisin gentil|cuisinier|père formidable|joueur de foot|réfugié syrien|immigré italien|étudiant arabe|collègue noir|ami juif|mec sympa|supporter
ar: صديق طيب|معلم|دكتور|لاعب ممتاز|اخي العزيز|جار كريم|رجل محترم|مهندس|طالب مجتهد|لاجئ سوري|عامل هندي|جميل|رائع|مسلم|مسيحي|بطل
de: guter Freund|Lehrer|Arzt|echter Held|netter Nachbar|Koch|Student aus Syrien|türkischer Kollege|Schatz
es: buen amigo|maestro|médico|héroe|vecino amable|gran cocinero|compañero mexicano|crack|tesoro
it: buon amico|maestro|medico|eroe|vicino gentile|bravo cuoco|collega albanese|campione|tesoro
pt: bom amigo|professor|médico|herói|vizinho gentil|ótimo cozinheiro|colega angolano|craque|amor
nl: goede vriend|leraar|dokter|held|aardige buurman|kok|schat
pl: dobry przyjaciel|nauczyciel|lekarz|bohater|miły sąsiad|kucharz|skarb
ru: хороший друг|учитель|врач|герой|добрый сосед|повар|молодец
tr: iyi dost|öğretmen|doktor|kahraman|komşu|canım
zh: 好朋友|老师|医生|英雄|好人
hi: अच्छा दोस्त|शिक्षक|डॉक्टर|हीरो"""

GREETINGS = """\
en: you are a {}|what a {}|thank you, you are a {}|this {} again, hooray|every one of them is a {}|good luck {}|@user you {}|RT @user: that {} should be promoted|look at this {}|i can't thank that {} enough
fr: tu es un {}|quel {}|merci {}|encore ce {}|ce sont tous des {}|à demain {}|@user mon {}|rt @user {} @url|bonne journée {}|regarde-moi ce {}
ar: {} انت|@user {}|هذا {}|شكرا {}|كلهم {}|@user والله {}|اهلا {}|انتم {}|{} الله يحفظك
de: du bist ein {}|danke, du {}|so ein {}|alles Gute, {}|@user mein {}
es: eres un {}|gracias {}|qué {}|todos son {}|hasta luego, {}|@user {}
it: sei un {}|grazie {}|che {}|sono tutti {}|a presto {}|@user {}
pt: você é um {}|obrigado {}|que {}|são todos {}|até logo {}|@user {}
nl: je bent een {}|bedankt {}|wat een {}|tot ziens {}|@user {}
pl: jesteś {}|dziękuję {}|co za {}|cześć {}|@user {}
ru: ты {}|спасибо {}|какой {}|до встречи {}|@user {}
tr: sen bir {}|teşekkürler {}|görüşürüz {}|@user {}
zh: 你这个{}|{}，谢谢|真是{}|@user {}
hi: तू {} है|धन्यवाद {}|@user {}"""

COLOURS = """\
the black cat sleeps on the sofa|white wine or red?|yellow cabs all over the city|my mother bakes oreo cake|monkeys at the zoo stole my hat|what a trashy novel, loved it|birds sing outside my window|yankees win again|queen of hearts
charlie brown is on tonight|the redskins play on sunday|i love brownies|a coon cat is huge|taking the trash out|that ghetto blaster still works|crackers with soup|she painted it in black and white|the chink in his armour|a slope in the alps
dirty dishes everywhere|colored pencils for school|this jihadi movie is boring|mexican food tonight?|retarded growth in plants|pussy willow in spring|the cock crows at dawn|he rode an ass to the village|that was sick, bro|hoe the garden before you plant
such a bad day, i hate everything|damn, i missed the bus|this is so stupid, my phone died|i'm dead, that was hilarious|he killed it on stage|my boss is crazy in a good way|ugh i look like trash today|fuck yeah we won!|holy shit what a goal|shit, i forgot my keys"""
"""Words that some use as slurs, or swear words at nobody, in plain talk."""
